package io.github.redispatterns.ratelimit;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import io.github.redispatterns.PatternConfigurationException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Callers who wait for their turn.
 */
interface WaitContract extends LimitsUnderTest {

	Duration PATIENCE = Duration.ofSeconds(30);

	@Test
	default void waitsForItsTurn() throws InterruptedException {
		RateLimitPolicy policy = registered(Tier.of(1, Duration.ofMillis(300)));
		Charge charge = Charge.of(policy.name(), "ada");

		long start = System.nanoTime();
		for (int i = 0; i < 3; i++) {
			assertThat(limits().acquire(charge, PATIENCE).allowed()).isTrue();
		}

		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(590));
	}

	@Test
	default void doesNotWaitWhenItsTurnWouldComeTooLate() throws InterruptedException {
		RateLimitPolicy policy = registered(Tier.of(1, HOUR));
		Charge charge = Charge.of(policy.name(), "ada");
		assertThat(limits().acquire(charge, Duration.ZERO).allowed()).isTrue();

		long start = System.nanoTime();
		Decision refused = limits().acquire(charge, PATIENCE);
		Decision never = limits().acquire(new Charge(policy.name(), "ada", 2), Quota.NEVER);

		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE.dividedBy(2));
		assertThat(refused).isInstanceOf(Decision.Refused.class);
		assertThat(((Decision.Refused) never).retryAfter()).isEqualTo(Quota.NEVER);
	}

	@Test
	default void stopsWaitingWhenInterrupted() {
		RateLimitPolicy policy = registered(Tier.of(1, HOUR));
		take(policy, 1);
		AtomicReference<Thread> waiter = new AtomicReference<>();
		CompletableFuture<Boolean> interrupted = CompletableFuture.supplyAsync(() -> {
			waiter.set(Thread.currentThread());
			try {
				limits().acquire(Charge.of(policy.name(), "ada"), Duration.ofHours(2));
				return false;
			}
			catch (InterruptedException ex) {
				return true;
			}
		});
		Awaitility.await()
			.until(() -> waiter.get() != null && waiter.get().getState() == Thread.State.TIMED_WAITING
					&& waiter.get().getStackTrace()[0].getMethodName().equals("sleep"));

		waiter.get().interrupt();

		assertThat(interrupted).succeedsWithin(PATIENCE).isEqualTo(true);
	}

	@Test
	default void wantsNoNegativeTimeout() {
		RateLimitPolicy policy = registered(Tier.of(1, HOUR));

		assertThatExceptionOfType(PatternConfigurationException.class)
			.isThrownBy(() -> limits().acquire(Charge.of(policy.name(), "ada"), Duration.ofMillis(-1)))
			.withMessageContaining("'timeout' is PT-0.001S but must be zero or more");
	}

}
