package io.github.redispatterns.internal;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import io.github.redispatterns.internal.SelfInvocations.Call;
import org.junit.jupiter.api.Test;

import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;

class SelfInvocationsTests {

	@Test
	void findsCallsOfOwnMethods() {
		assertThat(find(Direct.class)).containsExactly(new Call("all", "limited"));
	}

	@Test
	void findsCallsInLambdasAndMethodReferences() {
		assertThat(find(Indirect.class)).containsExactlyInAnyOrder(new Call("lambda", "limited"),
				new Call("reference", "limited"));
	}

	@Test
	void tellsOverloadedMethodsApart() {
		assertThat(find(Overloaded.class)).isEmpty();
	}

	@Test
	void callsOfAnotherObjectAreNoSelfInvocations() {
		assertThat(find(Delegating.class)).isEmpty();
	}

	@Test
	void aReferenceToTheOwnProxyIsTheCure() {
		assertThat(find(ThroughItsProxy.class)).isEmpty();
	}

	private static Set<Call> find(Class<?> type) {
		Method limited = ReflectionUtils.findMethod(type, "limited", String.class);
		return SelfInvocations.find(type, Set.of(limited));
	}

	static class Direct {

		void limited(String id) {
		}

		void all() {
			limited("a");
		}

		void none() {
			toString();
		}

	}

	static class Indirect {

		String limited(String id) {
			return id;
		}

		Supplier<String> lambda() {
			return () -> limited("a");
		}

		List<String> reference(List<String> ids) {
			return ids.stream().map(this::limited).toList();
		}

	}

	static class Overloaded {

		void limited(String id) {
		}

		void limited(Integer id) {
		}

		void all() {
			limited(1);
		}

	}

	static class Delegating {

		private final Direct direct = new Direct();

		void limited(String id) {
			this.direct.limited(id);
		}

	}

	static class ThroughItsProxy {

		private ThroughItsProxy self;

		private Supplier<ThroughItsProxy> provider;

		void limited(String id) {
		}

		void field() {
			this.self.limited("a");
		}

		void provider() {
			this.provider.get().limited("a");
		}

		void parameter(ThroughItsProxy proxy) {
			proxy.limited("a");
		}

		void returned() {
			proxy().limited("a");
		}

		ThroughItsProxy proxy() {
			return this.self;
		}

	}

}
