package io.github.redispatterns.internal;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.aop.Advisor;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.Ordered;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class AnnotationAdviceTests {

	private final List<String> seen = new ArrayList<>();

	@SuppressWarnings("unchecked")
	private final Advisor advisor = AnnotationAdvice.advisor(42, (invocation) -> {
		this.seen.add(invocation.getMethod().getName());
		return invocation.proceed();
	}, Marked.class);

	@Test
	void seesMethodsTypesInterfacesAndOtherAnnotations() {
		proxy(new OnMethod()).work();
		proxy(new OnType()).work();
		proxy(new OnAnotherAnnotation()).work();
		((Port) proxy(new OnInterface())).annotated();

		assertThat(this.seen).containsExactly("work", "work", "work", "annotated");
	}

	@Test
	void leavesOthersAlone() {
		assertThat(AopUtils.canApply(this.advisor, Plain.class)).isFalse();
		proxy(new OnMethod()).rest();

		assertThat(this.seen).isEmpty();
	}

	@Test
	void standsWhereItIsTold() {
		assertThat(((Ordered) this.advisor).getOrder()).isEqualTo(42);
	}

	@Test
	void needsAnAnnotation() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> AnnotationAdvice.advisor(1, (invocation) -> invocation.proceed()))
			.withMessageContaining("'annotations'");
	}

	private <T> T proxy(T target) {
		ProxyFactory factory = new ProxyFactory(target);
		factory.setProxyTargetClass(true);
		factory.addAdvisor(this.advisor);
		@SuppressWarnings("unchecked")
		T proxy = (T) factory.getProxy();
		return proxy;
	}

	@Target({ ElementType.METHOD, ElementType.TYPE })
	@Retention(RetentionPolicy.RUNTIME)
	@interface Marked {

	}

	@Marked
	@Retention(RetentionPolicy.RUNTIME)
	@interface MarkedByAnother {

	}

	static class OnMethod {

		@Marked
		void work() {
		}

		void rest() {
		}

	}

	@Marked
	static class OnType {

		void work() {
		}

	}

	static class OnAnotherAnnotation {

		@MarkedByAnother
		void work() {
		}

	}

	interface Port {

		@Marked
		void annotated();

	}

	static class OnInterface implements Port {

		@Override
		public void annotated() {
		}

	}

	static class Plain {

		void work() {
		}

	}

}
