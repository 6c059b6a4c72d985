package io.github.redispatterns.support;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RivalsTests {

	@Test
	void runAtTheSameTime() {
		CountDownLatch all = new CountDownLatch(8);

		assertThat(Rivals.race(8, (number) -> {
			all.countDown();
			all.await();
			return number;
		})).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
	}

	@Test
	void reportTheOneThatFails() {
		IllegalStateException cause = new IllegalStateException("boom");

		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> Rivals.race(3, (number) -> {
			if (number == 1) {
				throw cause;
			}
			return number;
		})).withMessage("Rival 1 failed: java.lang.IllegalStateException: boom").withCause(cause);
	}

	@Test
	void areNotAwaitedForEver() {
		CountDownLatch never = new CountDownLatch(1);

		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> Rivals.race(2, Duration.ofMillis(100), (number) -> {
				never.await();
				return number;
			}))
			.withMessage("Rival 0 did not return within PT0.1S");
	}

}
