package io.github.redispatterns.internal;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CallerTests {

	@Test
	void aCallerIsItsThread() {
		assertThat(Caller.current()).isSameAs(Thread.currentThread());
	}

	@Test
	void whoAsksApartIsSomebodyElse() throws Exception {
		Object one = Caller.apart(Caller::current);
		Object other = Caller.apart(Caller::current);

		assertThat(one).isNotEqualTo(other).isNotEqualTo(Thread.currentThread());
		assertThat(Caller.current()).isSameAs(Thread.currentThread());
	}

	@Test
	void whoAskedBeforeComesBack() throws Exception {
		Caller.apart(() -> {
			Object outer = Caller.current();
			assertThat(Caller.apart(Caller::current)).isNotEqualTo(outer);
			assertThat(Caller.current()).isSameAs(outer);
			return outer;
		});
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> Caller.apart(() -> {
			throw new IllegalStateException("failed");
		}));
		assertThat(Caller.current()).isSameAs(Thread.currentThread());
	}

}
