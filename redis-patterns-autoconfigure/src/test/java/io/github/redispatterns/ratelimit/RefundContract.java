package io.github.redispatterns.ratelimit;

import java.time.Duration;

import io.github.redispatterns.PatternConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Charges that are given back.
 */
interface RefundContract extends LimitsUnderTest {

	@ParameterizedTest
	@EnumSource(Algorithm.class)
	default void givesBackWhatWasTaken(Algorithm algorithm) {
		RateLimitPolicy policy = registered(Tier.of(algorithm, 5, HOUR));
		take(policy, 5);

		limits().refund(new Charge(policy.name(), "ada", 2));

		assertThat(remaining(policy)).isEqualTo(2);
		assertThat(take(policy, 2)).isTrue();
		assertThat(take(policy, 1)).isFalse();
	}

	@ParameterizedTest
	@EnumSource(Algorithm.class)
	default void neverHoldsMoreThanTheWhole(Algorithm algorithm) {
		RateLimitPolicy policy = registered(Tier.of(algorithm, 5, HOUR));
		limits().refund(new Charge(policy.name(), "ada", 3));
		assertThat(remaining(policy)).isEqualTo(5);
		take(policy, 2);

		limits().refund(new Charge(policy.name(), "ada", 3));
		assertThat(remaining(policy)).isEqualTo(5);
		limits().refund(new Charge(policy.name(), "ada", Long.MAX_VALUE));

		assertThat(take(policy, 5)).isTrue();
		assertThat(take(policy, 1)).isFalse();
	}

	@ParameterizedTest
	@EnumSource(Algorithm.class)
	default void givesNothingBackForNothing(Algorithm algorithm) {
		RateLimitPolicy policy = registered(Tier.of(algorithm, 5, HOUR));
		take(policy, 5);

		limits().refund(new Charge(policy.name(), "ada", 0));

		assertThat(remaining(policy)).isZero();
	}

	@ParameterizedTest
	@EnumSource(Algorithm.class)
	default void doesNotRefundTwiceWhatTimeGaveBack(Algorithm algorithm) {
		RateLimitPolicy policy = registered(Tier.of(algorithm, 5, HOUR));
		take(policy, 5);
		pass(HOUR.multipliedBy(2), policy);
		take(policy, 1);

		limits().refund(new Charge(policy.name(), "ada", 5));

		assertThat(remaining(policy)).isEqualTo(5);
	}

	@Test
	default void givesBackToEveryTier() {
		RateLimitPolicy policy = registered(Tier.of(Algorithm.FIXED_WINDOW, 5, MINUTE), Tier.of(10, HOUR),
				Tier.of(Algorithm.SLIDING_WINDOW, 20, Duration.ofHours(2)),
				Tier.of(Algorithm.SLIDING_WINDOW_COUNTER, 30, Duration.ofDays(1)));
		take(policy, 4);

		limits().refund(new Charge(policy.name(), "ada", 3));

		assertThat(limits().peek(policy.name(), "ada").quotas()).extracting(Quota::remaining)
			.containsExactly(4L, 9L, 19L, 29L);
	}

	@Test
	default void wantsNoNegativeCharge() {
		assertThatExceptionOfType(PatternConfigurationException.class).isThrownBy(() -> new Charge("p", "ada", -1))
			.withMessageContaining("'cost' is -1 but must be 0 or more");
	}

}
