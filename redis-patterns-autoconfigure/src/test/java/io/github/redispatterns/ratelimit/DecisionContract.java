package io.github.redispatterns.ratelimit;

import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds whatever the algorithm.
 */
interface DecisionContract extends LimitsUnderTest {

	Duration MARGIN = Duration.ofMinutes(5);

	@ParameterizedTest
	@EnumSource(Algorithm.class)
	default void admitsTheLimitAndThenRefuses(Algorithm algorithm) {
		RateLimitPolicy policy = registered(Tier.of(algorithm, 5, HOUR));

		for (int i = 4; i >= 0; i--) {
			Decision decision = limits().tryAcquire(policy.name(), "ada");
			assertThat(decision).isInstanceOf(Decision.Allowed.class);
			assertThat(decision.source()).isEqualTo(Decision.Source.REDIS);
			assertThat(decision.binding().remaining()).isEqualTo(i);
			assertThat(decision.binding().limit()).isEqualTo(5);
			assertThat(decision.binding().reset()).isPositive().isLessThanOrEqualTo(HOUR.multipliedBy(2));
		}
		Decision.Refused refused = refused(policy, 1);

		assertThat(refused.policy()).isEqualTo(policy.name());
		assertThat(refused.retryAfter()).isPositive().isLessThanOrEqualTo(HOUR.multipliedBy(2));
		assertThat(refused.binding().remaining()).isZero();
		assertThat(limits().tryAcquire(policy.name(), "bob").allowed()).isTrue();
	}

	@ParameterizedTest
	@EnumSource(Algorithm.class)
	default void admitsAgainWhenTheTimeItToldHasCome(Algorithm algorithm) {
		RateLimitPolicy policy = registered(Tier.of(algorithm, 5, HOUR));
		take(policy, 5);
		Duration retryAfter = refused(policy, 1).retryAfter();

		pass(retryAfter.minus(MARGIN), policy);
		assertThat(take(policy, 1)).isFalse();
		pass(MARGIN, policy);

		assertThat(take(policy, 1)).isTrue();
	}

	@ParameterizedTest
	@EnumSource(Algorithm.class)
	default void isWholeAgainWhenTheTimeItToldHasCome(Algorithm algorithm) {
		RateLimitPolicy policy = registered(Tier.of(algorithm, 5, HOUR));
		Duration reset = limits().tryAcquire(new Charge(policy.name(), "ada", 2)).binding().reset();

		pass(reset.minus(MARGIN), policy);
		assertThat(limits().peek(policy.name(), "ada").binding().reset()).isPositive();
		pass(MARGIN, policy);

		assertThat(remaining(policy)).isEqualTo(5);
		assertThat(limits().peek(policy.name(), "ada").binding().reset()).isZero();
	}

	@ParameterizedTest
	@EnumSource(Algorithm.class)
	default void chargesWhatACallCosts(Algorithm algorithm) {
		RateLimitPolicy policy = registered(Tier.of(algorithm, 5, HOUR));

		assertThat(limits().tryAcquire(new Charge(policy.name(), "ada", 3)).binding().remaining()).isEqualTo(2);
		assertThat(take(policy, 3)).isFalse();
		assertThat(take(policy, 2)).isTrue();
		assertThat(remaining(policy)).isZero();
	}

	@ParameterizedTest
	@EnumSource(Algorithm.class)
	default void tellsALongerWaitForACallThatCostsMore(Algorithm algorithm) {
		RateLimitPolicy policy = registered(Tier.of(algorithm, 5, HOUR));
		take(policy, 3);
		pass(MARGIN, policy);
		take(policy, 2);

		Duration five = refused(policy, 5).retryAfter();
		Duration one = refused(policy, 1).retryAfter();

		assertThat(five).isGreaterThanOrEqualTo(one);
		pass(five, policy);
		assertThat(take(policy, 5)).isTrue();
	}

	@ParameterizedTest
	@EnumSource(Algorithm.class)
	default void takesNothingForACallThatCostsNothing(Algorithm algorithm) {
		RateLimitPolicy policy = registered(Tier.of(algorithm, 5, HOUR));

		assertThat(take(policy, 0)).isTrue();
		assertThat(remaining(policy)).isEqualTo(5);
		take(policy, 5);
		assertThat(take(policy, 0)).isTrue();
		assertThat(take(policy, 1)).isFalse();
	}

	@ParameterizedTest
	@EnumSource(Algorithm.class)
	default void neverAdmitsACostAboveTheWhole(Algorithm algorithm) {
		RateLimitPolicy policy = registered(Tier.of(algorithm, 5, HOUR));

		assertThat(refused(policy, 6).retryAfter()).isEqualTo(Quota.NEVER);
		assertThat(refused(policy, Long.MAX_VALUE).retryAfter()).isEqualTo(Quota.NEVER);
		assertThat(remaining(policy)).isEqualTo(5);
		assertThat(take(policy, 5)).isTrue();
		assertThat(refused(policy, 6).retryAfter()).isEqualTo(Quota.NEVER);
	}

	@ParameterizedTest
	@EnumSource(Algorithm.class)
	default void takesNothingForARefusal(Algorithm algorithm) {
		RateLimitPolicy policy = registered(Tier.of(algorithm, 5, HOUR));
		take(policy, 4);
		Duration first = refused(policy, 2).retryAfter();

		for (int i = 0; i < 20; i++) {
			assertThat(refused(policy, 2).retryAfter()).isLessThanOrEqualTo(first);
		}

		assertThat(remaining(policy)).isEqualTo(1);
		assertThat(take(policy, 1)).isTrue();
	}

	@ParameterizedTest
	@EnumSource(Algorithm.class)
	default void looksWithoutTaking(Algorithm algorithm) {
		RateLimitPolicy policy = registered(Tier.of(algorithm, 1, HOUR));

		for (int i = 0; i < 3; i++) {
			assertThat(limits().peek(policy.name(), "ada").allowed()).isTrue();
		}
		assertThat(servers().client().exists(aging().tierKeys(policy, "ada").get(0))).isFalse();
		take(policy, 1);

		assertThat(limits().peek(policy.name(), "ada").allowed()).isFalse();
	}

	@ParameterizedTest
	@EnumSource(Algorithm.class)
	default void forgetsOneKeyOnReset(Algorithm algorithm) {
		RateLimitPolicy policy = registered(Tier.of(algorithm, 5, HOUR));
		take(policy, 5);
		limits().tryAcquire(policy.name(), "bob");

		limits().reset(policy.name(), "ada");

		assertThat(remaining(policy)).isEqualTo(5);
		assertThat(limits().peek(policy.name(), "bob").binding().remaining()).isEqualTo(4);
	}

	@ParameterizedTest
	@EnumSource(Algorithm.class)
	default void givesAKeyWithoutTimeToLiveOneAgain(Algorithm algorithm) {
		RateLimitPolicy policy = registered(Tier.of(algorithm, 5, HOUR));
		take(policy, 1);
		String key = aging().tierKeys(policy, "ada").get(0);
		assertThat(servers().client().persist(key)).isOne();

		assertThat(take(policy, 1)).isTrue();

		assertThat(servers().client().pttl(key)).isBetween(1L, HOUR.multipliedBy(2).toMillis());
	}

}
