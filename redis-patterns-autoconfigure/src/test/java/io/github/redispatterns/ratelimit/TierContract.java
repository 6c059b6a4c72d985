package io.github.redispatterns.ratelimit;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several limits on one key.
 */
interface TierContract extends LimitsUnderTest {

	@Test
	default void consumesFromNoTierWhenOneRefuses() {
		RateLimitPolicy policy = registered(Tier.of(Algorithm.FIXED_WINDOW, 2, MINUTE), Tier.of(10, HOUR),
				Tier.of(Algorithm.SLIDING_WINDOW, 100, Duration.ofHours(2)),
				Tier.of(Algorithm.SLIDING_WINDOW_COUNTER, 100, Duration.ofDays(1)));

		List<Boolean> allowed = IntStream.range(0, 6).mapToObj((i) -> take(policy, 1)).toList();

		assertThat(allowed).containsExactly(true, true, false, false, false, false);
		assertThat(limits().peek(policy.name(), "ada").quotas()).extracting(Quota::remaining)
			.containsExactly(0L, 8L, 98L, 98L);
	}

	@Test
	default void namesTheTierThatRefusesLongest() {
		RateLimitPolicy policy = registered(Tier.of(Algorithm.FIXED_WINDOW, 2, Duration.ofMinutes(10)),
				Tier.of(Algorithm.FIXED_WINDOW, 4, HOUR), Tier.of(Algorithm.FIXED_WINDOW, 6, Duration.ofDays(1)));
		take(policy, 2);
		assertThat(refused(policy, 1).binding().tier()).isEqualTo("10m");
		pass(Duration.ofMinutes(10), policy);
		take(policy, 2);

		Decision.Refused refused = refused(policy, 1);

		assertThat(refused.binding().tier()).isEqualTo("1h");
		assertThat(refused.retryAfter()).isEqualTo(refused.binding().retryAfter())
			.isBetween(Duration.ofMinutes(45), Duration.ofMinutes(50));
		assertThat(refused.quotas()).extracting(Quota::tier).containsExactly("10m", "1h", "1d");
		assertThat(refused.quotas()).extracting(Quota::admits).containsExactly(false, false, true);
	}

	@Test
	default void namesTheTierWithLeastLeftWhenAllAdmit() {
		RateLimitPolicy policy = registered(Tier.of(10, MINUTE), Tier.of(12, HOUR));

		Decision decision = limits().tryAcquire(new Charge(policy.name(), "ada", 6));

		assertThat(decision.binding().tier()).isEqualTo("1m");
		pass(Duration.ofMinutes(1), policy);
		assertThat(limits().peek(policy.name(), "ada").binding().tier()).isEqualTo("1h");
	}

	@Test
	default void neverAdmitsWhatOneOfTheTiersNeverAdmits() {
		RateLimitPolicy policy = registered(Tier.of(10, MINUTE), Tier.of(Algorithm.SLIDING_WINDOW, 3, HOUR));

		assertThat(policy.capacity()).isEqualTo(3);
		assertThat(refused(policy, 4).retryAfter()).isEqualTo(Quota.NEVER);
		assertThat(refused(policy, 4).binding().tier()).isEqualTo("1h");
		assertThat(take(policy, 3)).isTrue();
	}

	@Test
	default void decidesEightTiersOfAllAlgorithms() {
		Tier[] tiers = IntStream.rangeClosed(1, 8)
			.mapToObj((i) -> Tier.of(Algorithm.values()[i % 5], 10 + i, Duration.ofHours(i)))
			.toArray(Tier[]::new);
		RateLimitPolicy policy = registered(tiers);

		assertThat(take(policy, 11)).isTrue();
		assertThat(take(policy, 1)).isFalse();

		assertThat(limits().peek(policy.name(), "ada").quotas()).extracting(Quota::remaining)
			.containsExactlyElementsOf(Arrays.stream(tiers).map((tier) -> tier.limit() - 11).toList());
	}

}
