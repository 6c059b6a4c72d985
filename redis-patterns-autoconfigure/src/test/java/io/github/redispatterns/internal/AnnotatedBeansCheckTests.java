package io.github.redispatterns.internal;

import java.lang.annotation.Annotation;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.redispatterns.PatternConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class AnnotatedBeansCheckTests {

	private final Contract contract = new Contract();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class, KernelAutoConfiguration.class))
		.withBean(AnnotationContract.class, () -> this.contract);

	@Test
	void hasEveryAnnotatedMethodCheckedOnce() {
		this.runner.withBean("one", Good.class).withBean("two", Good.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(this.contract.checked).containsExactlyInAnyOrder("Good.work", "Good.inherited");
		});
	}

	@Test
	void seesAnnotationsOnTypesAndOnOtherAnnotations() {
		this.runner.withBean(OnType.class).withBean(Composed.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(this.contract.checked).containsExactlyInAnyOrder("OnType.work", "Composed.work");
		});
	}

	@Test
	void seesBeansBehindInterfaceProxies() {
		this.runner.withBean("port", Adapter.class).withBean(InterfaceProxies.class).run((context) -> {
			assertThat(context.getBean("port")).isNotInstanceOf(Adapter.class);
			assertThat(this.contract.checked).containsExactly("Adapter.work");
		});
	}

	@Test
	void whatAContractRefusesStopsTheStart() {
		this.contract.refusal = new PatternConfigurationException("@Guarded on Good.work()", "says nothing", "Say.");

		this.runner.withBean(Good.class)
			.run((context) -> assertThat(context).getFailure().isSameAs(this.contract.refusal));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			PrivateMethod | @Guarded on PrivateMethod.work() is private, so no proxy can see its calls
			FinalMethod   | @Guarded on FinalMethod.work() is final, so no proxy can see its calls
			StaticMethod  | @Guarded on StaticMethod.work() is static, so no proxy can see its calls
			FinalClass    | @Guarded on FinalClass.work() is in a final class, so no proxy can see its calls
			SelfCall      | @Guarded on SelfCall.work() is called by all() of the same class
			""")
	void namesWhatNoProxyCanSee(String bean, String message) throws Exception {
		Class<?> type = Class.forName(AnnotatedBeansCheckTests.class.getName() + "$" + bean);

		this.runner.withBean(type)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(PatternConfigurationException.class)
				.hasMessageContaining(message)
				.hasMessageContaining("'redis-patterns.lint'"));
	}

	@Test
	void aFinalClassBehindAnInterfaceIsFine() {
		this.runner.withBean(FinalAdapter.class).run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void warnsWhereItIsToldTo(CapturedOutput output) {
		this.runner.withPropertyValues("redis-patterns.lint=warn").withBean(SelfCall.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output).contains("@Guarded on SelfCall.work() is called by all()");
		});
	}

	@Test
	void looksAwayWhereItIsToldTo(CapturedOutput output) {
		this.runner.withPropertyValues("redis-patterns.lint=off").withBean(SelfCall.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output).doesNotContain("@Guarded");
			assertThat(this.contract.checked).containsExactly("SelfCall.work");
		});
	}

	private static final class Contract implements AnnotationContract {

		private final List<String> checked = new CopyOnWriteArrayList<>();

		private PatternConfigurationException refusal;

		@Override
		public Class<? extends Annotation> annotation() {
			return Guarded.class;
		}

		@Override
		public void check(Method method, Class<?> targetClass) {
			if (this.refusal != null) {
				throw this.refusal;
			}
			this.checked.add(targetClass.getSimpleName() + "." + method.getName());
		}

	}

	@Target({ ElementType.METHOD, ElementType.TYPE })
	@Retention(RetentionPolicy.RUNTIME)
	@interface Guarded {

	}

	@Guarded
	@Retention(RetentionPolicy.RUNTIME)
	@interface GuardedByAnother {

	}

	static class Base {

		@Guarded
		void inherited() {
		}

	}

	static class Good extends Base {

		@Guarded
		void work() {
		}

		void rest() {
		}

	}

	@Guarded
	public static class OnType {

		public void work() {
		}

		void rest() {
		}

	}

	static class Composed {

		@GuardedByAnother
		void work() {
		}

	}

	static class PrivateMethod {

		@Guarded
		private void work() {
		}

	}

	static class FinalMethod {

		@Guarded
		final void work() {
		}

	}

	static class StaticMethod {

		@Guarded
		static void work() {
		}

	}

	static final class FinalClass {

		@Guarded
		void work() {
		}

	}

	interface Port {

		void work();

	}

	static class Adapter implements Port {

		@Override
		@Guarded
		public void work() {
		}

	}

	static final class FinalAdapter implements Port {

		@Override
		@Guarded
		public void work() {
		}

	}

	static class SelfCall {

		@Guarded
		void work() {
		}

		void all() {
			work();
		}

	}

	@SuppressWarnings("serial")
	static class InterfaceProxies extends org.springframework.aop.framework.autoproxy.BeanNameAutoProxyCreator {

		InterfaceProxies() {
			setBeanNames("port");
			setInterceptorNames();
		}

	}

}
