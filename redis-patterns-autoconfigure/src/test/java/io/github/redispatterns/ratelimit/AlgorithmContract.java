package io.github.redispatterns.ratelimit;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What tells one algorithm from another.
 */
interface AlgorithmContract extends LimitsUnderTest {

	@ParameterizedTest
	@EnumSource(names = { "GCRA", "TOKEN_BUCKET" })
	default void admitsABurstAndThenTheRate(Algorithm algorithm) {
		RateLimitPolicy policy = registered(Tier.of(algorithm, 6, HOUR).withBurst(10));

		assertThat(take(policy, 10)).isTrue();
		assertThat(refused(policy, 1).retryAfter()).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));
		pass(Duration.ofMinutes(31), policy);

		assertThat(take(policy, 3)).isTrue();
		assertThat(take(policy, 1)).isFalse();
		assertThat(refused(policy, 11).retryAfter()).isEqualTo(Quota.NEVER);
	}

	@ParameterizedTest
	@EnumSource(names = { "GCRA", "TOKEN_BUCKET" })
	default void spacesCallsEvenlyWithABurstOfOne(Algorithm algorithm) {
		RateLimitPolicy policy = registered(Tier.of(algorithm, 6, HOUR).withBurst(1));

		for (int i = 0; i < 3; i++) {
			assertThat(take(policy, 1)).isTrue();
			assertThat(take(policy, 1)).isFalse();
			pass(Duration.ofMinutes(10), policy);
		}
	}

	@Test
	default void fixedWindowOpensWithTheFirstCallAndComesBackWhole() {
		RateLimitPolicy policy = registered(Tier.of(Algorithm.FIXED_WINDOW, 5, HOUR));
		take(policy, 1);
		pass(Duration.ofMinutes(50), policy);
		take(policy, 4);

		assertThat(refused(policy, 1).retryAfter()).isBetween(Duration.ofMinutes(8), Duration.ofMinutes(10));
		pass(Duration.ofMinutes(10), policy);

		assertThat(take(policy, 5)).isTrue();
		assertThat(refused(policy, 1).retryAfter()).isBetween(Duration.ofMinutes(58), HOUR);
	}

	@Test
	default void slidingWindowForgetsEachCallAfterItsOwnPeriod() {
		RateLimitPolicy policy = registered(Tier.of(Algorithm.SLIDING_WINDOW, 5, HOUR));
		take(policy, 1);
		pass(Duration.ofMinutes(50), policy);
		take(policy, 4);

		assertThat(refused(policy, 1).retryAfter()).isBetween(Duration.ofMinutes(8), Duration.ofMinutes(10));
		assertThat(refused(policy, 2).retryAfter()).isBetween(Duration.ofMinutes(58), HOUR);
		pass(Duration.ofMinutes(10), policy);

		assertThat(take(policy, 1)).isTrue();
		assertThat(take(policy, 1)).isFalse();
	}

	@Test
	default void slidingWindowCounterForgetsTheLastWindowInProportion() {
		RateLimitPolicy policy = registered(Tier.of(Algorithm.SLIDING_WINDOW_COUNTER, 60, HOUR));
		take(policy, 60);
		pass(HOUR.plusMinutes(15), policy);

		// 45 of the last window's 60 still count, at most, and a few less than 45 soon
		assertThat(remaining(policy)).isBetween(15L, 17L);
		take(policy, 15);
		pass(Duration.ofMinutes(30), policy);
		assertThat(remaining(policy)).isBetween(30L, 32L);
		pass(HOUR, policy);

		assertThat(remaining(policy)).isBetween(56L, 57L);
	}

}
