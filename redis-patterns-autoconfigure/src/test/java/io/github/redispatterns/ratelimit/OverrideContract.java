package io.github.redispatterns.ratelimit;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.github.redispatterns.PatternConfigurationException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Limits that an operator changes for a while.
 */
interface OverrideContract extends LimitsUnderTest {

	Duration LONG = Duration.ofMinutes(30);

	String TABLE = "test:ratelimit:{overrides}:table";

	@ParameterizedTest
	@EnumSource(Algorithm.class)
	default void changesTheLimitOfOneKey(Algorithm algorithm) {
		RateLimitPolicy policy = registered(Tier.of(algorithm, 2, HOUR));

		limits().override(new LimitOverride(policy.name(), null, "ada", 4, LONG));

		assertThat(take(policy, 4)).isTrue();
		assertThat(take(policy, 1)).isFalse();
		assertThat(limits().tryAcquire(new Charge(policy.name(), "bob", 3)).allowed()).isFalse();
	}

	@ParameterizedTest
	@EnumSource(names = { "FIXED_WINDOW", "SLIDING_WINDOW", "SLIDING_WINDOW_COUNTER" })
	default void raisesALimitThatWasReached(Algorithm algorithm) {
		RateLimitPolicy policy = registered(Tier.of(algorithm, 2, HOUR));
		take(policy, 2);

		limits().override(new LimitOverride(policy.name(), null, null, 4, LONG));

		assertThat(remaining(policy)).isEqualTo(2);
	}

	@ParameterizedTest
	@EnumSource(names = { "GCRA", "TOKEN_BUCKET" })
	default void keepsTheTimeOwedWhenTheRateChanges(Algorithm algorithm) {
		RateLimitPolicy policy = registered(Tier.of(algorithm, 2, HOUR));
		take(policy, 2);

		limits().override(new LimitOverride(policy.name(), null, null, 4, LONG));

		assertThat(refused(policy, 1).retryAfter()).isBetween(Duration.ofMinutes(14), Duration.ofMinutes(15));
	}

	@ParameterizedTest
	@EnumSource(Algorithm.class)
	default void lowersALimitBelowWhatWasTaken(Algorithm algorithm) {
		RateLimitPolicy policy = registered(Tier.of(algorithm, 10, HOUR));
		take(policy, 10);

		limits().override(new LimitOverride(policy.name(), null, null, 2, LONG));

		assertThat(remaining(policy)).isZero();
		assertThat(refused(policy, 1).retryAfter()).isPositive().isNotEqualTo(Quota.NEVER);
		assertThat(refused(policy, 3).retryAfter()).isEqualTo(Quota.NEVER);
	}

	@Test
	default void changesOneTierAndKeepsTheProportionOfItsBurst() {
		RateLimitPolicy policy = registered(Tier.of(10, MINUTE).withBurst(20), Tier.of(100, HOUR));

		limits().override(new LimitOverride(policy.name(), "1h", null, 50, LONG));
		limits().override(new LimitOverride(policy.name(), "1m", null, 5, LONG));

		assertThat(limits().peek(policy.name(), "ada").quotas()).extracting(Quota::remaining).containsExactly(10L, 50L);
		assertThat(limits().peek(policy.name(), "ada").quotas()).extracting(Quota::limit).containsExactly(5L, 50L);
	}

	@Test
	default void prefersWhatIsSaidForOneKeyToWhatIsSaidForAll() {
		RateLimitPolicy policy = registered(Tier.of(10, HOUR));

		limits().override(new LimitOverride(policy.name(), null, "ada", 20, LONG));
		limits().override(new LimitOverride(policy.name(), "1h", null, 5, LONG));
		limits().override(new LimitOverride(policy.name(), null, "eve", 1, LONG));

		assertThat(remaining(policy)).isEqualTo(20);
		assertThat(limits().peek(policy.name(), "bob").binding().remaining()).isEqualTo(5);
		assertThat(limits().peek(policy.name(), "eve").binding().remaining()).isEqualTo(1);
	}

	@Test
	default void replacesAnOverrideOfTheSameTier() {
		RateLimitPolicy policy = registered(Tier.of(10, HOUR));

		limits().override(new LimitOverride(policy.name(), "1h", null, 20, LONG));
		limits().override(new LimitOverride(policy.name(), null, null, 30, LONG));

		assertThat(remaining(policy)).isEqualTo(30);
		assertThat(limits().overrides()).filteredOn((override) -> override.policy().equals(policy.name()))
			.singleElement()
			.satisfies((override) -> {
				assertThat(override.tier()).isEqualTo("1h");
				assertThat(override.limit()).isEqualTo(30);
				assertThat(override.ttl()).isBetween(LONG.minusMinutes(1), LONG);
			});
	}

	@Test
	default void endsByItself() {
		RateLimitPolicy policy = registered(Tier.of(10, HOUR));
		limits().override(new LimitOverride(policy.name(), null, null, 30, Duration.ofSeconds(2)));

		assertThat(limits().overrides()).extracting(LimitOverride::policy).contains(policy.name());
		Awaitility.await().untilAsserted(() -> assertThat(remaining(policy)).isEqualTo(10));

		assertThat(limits().overrides()).extracting(LimitOverride::policy).doesNotContain(policy.name());
	}

	@Test
	default void reachesAnotherInstance() {
		RateLimitPolicy policy = registered(Tier.of(10, HOUR));

		limits().override(new LimitOverride(policy.name(), null, null, 30, LONG));

		Awaitility.await()
			.untilAsserted(
					() -> assertThat(remembering().tryAcquire(new Charge(policy.name(), "ada", 0)).binding().limit())
						.isEqualTo(30));
	}

	@Test
	default void endsWhatAnotherInstanceRemembers() {
		RateLimitPolicy policy = registered(Tier.of(Algorithm.FIXED_WINDOW, 1, HOUR));
		remembering().tryAcquire(policy.name(), "ada");
		assertThat(remembering().tryAcquire(policy.name(), "ada").allowed()).isFalse();

		limits().override(new LimitOverride(policy.name(), null, null, 1000, LONG));

		// the other instance has nothing else to do than to refuse from memory
		Awaitility.await().until(() -> remembering().tryAcquire(policy.name(), "ada").allowed());
	}

	@Test
	default void resetEndsWhatAnotherInstanceRemembers() {
		RateLimitPolicy policy = registered(Tier.of(1, HOUR));
		remembering().tryAcquire(policy.name(), "ada");
		assertThat(remembering().tryAcquire(policy.name(), "ada").allowed()).isFalse();

		limits().reset(policy.name(), "ada");

		Awaitility.await().until(() -> remembering().tryAcquire(policy.name(), "ada").allowed());
	}

	@Test
	default void holdsAtMostAThousandAtOnce() {
		RateLimitPolicy policy = registered(Tier.of(10, HOUR));
		limits().override(new LimitOverride(policy.name(), null, "first", 20, LONG));
		Map<String, String> table = new HashMap<>();
		String json = servers().client().hget(TABLE, policy.name() + " =1h =first");
		for (int i = 1; i < 1000; i++) {
			table.put("other =1h =" + i, json.replace(policy.name(), "other"));
		}
		servers().client().hset(TABLE, table);

		assertThatExceptionOfType(PatternConfigurationException.class)
			.isThrownBy(() -> limits().override(new LimitOverride(policy.name(), null, "ada", 20, LONG)))
			.withMessageContaining("at most 1000");
		limits().override(new LimitOverride(policy.name(), null, "first", 30, LONG));
		assertThat(limits().peek(policy.name(), "first").binding().limit()).isEqualTo(30);
		assertThat(remaining(policy)).isEqualTo(10);

		servers().client().hset(TABLE, "other =1h =1", "1" + json.substring(json.indexOf(' ')));
		limits().override(new LimitOverride(policy.name(), null, "ada", 20, LONG));
		assertThat(remaining(policy)).isEqualTo(20);
		assertThat(servers().client().hexists(TABLE, "other =1h =1")).isFalse();
	}

	@Test
	default void ignoresAnOverrideThatItCannotRead() {
		RateLimitPolicy policy = registered(Tier.of(10, HOUR));
		limits().override(new LimitOverride(policy.name(), null, null, 20, LONG));
		servers().client().hset(TABLE, "of =another =version", "9999999999999 {\"limit\":-1}");

		assertThat(limits().overrides()).extracting(LimitOverride::policy).containsExactly(policy.name());
		assertThat(remaining(policy)).isEqualTo(20);
	}

	@Test
	default void wantsATierOfThePolicyAndALimitThatFits() {
		RateLimitPolicy policy = registered(Tier.of(Algorithm.SLIDING_WINDOW, 10, HOUR),
				Tier.of(10, HOUR.multipliedBy(2)));

		assertThatExceptionOfType(PatternConfigurationException.class)
			.isThrownBy(() -> limits().override(new LimitOverride(policy.name(), "5s", null, 20, LONG)))
			.withMessageContaining("'tier' is \"5s\"")
			.withMessageContaining("1h, 2h");
		assertThatExceptionOfType(PatternConfigurationException.class)
			.isThrownBy(() -> limits().override(new LimitOverride(policy.name(), "1h", null, 10_001, LONG)))
			.withMessageContaining("'limit' is 10001")
			.withMessageContaining("at most 10000");
		assertThatExceptionOfType(PatternConfigurationException.class)
			.isThrownBy(() -> limits().override(new LimitOverride(policy.name(), "2h", null, Long.MAX_VALUE, LONG)))
			.withMessageContaining("'limit' is " + Long.MAX_VALUE);
		assertThat(servers().client().exists(TABLE)).isFalse();
	}

}
