package io.github.redispatterns.ratelimit;

import io.github.redispatterns.PatternConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Policies that are made known at run time.
 */
interface PolicyContract extends LimitsUnderTest {

	@ParameterizedTest
	@EnumSource(Algorithm.class)
	default void onlyCountsWhatAShadowWouldRefuse(Algorithm algorithm) {
		RateLimitPolicy policy = registered(policy(Tier.of(algorithm, 2, HOUR)).asShadow());
		take(policy, 2);

		for (int i = 0; i < 3; i++) {
			Decision decision = limits().tryAcquire(policy.name(), "ada");
			assertThat(decision).isInstanceOf(Decision.Allowed.class);
			assertThat(((Decision.Allowed) decision).shadowed()).isTrue();
			assertThat(decision.binding().retryAfter()).isPositive();
		}
		try (Reservation reservation = limits().reserve(Charge.of(policy.name(), "ada"))) {
			assertThat(reservation.decision().allowed()).isTrue();
		}

		assertThat(remaining(policy)).isZero();
	}

	@Test
	default void knowsAnEqualPolicyAlready() {
		RateLimitPolicy policy = registered(Tier.of(2, HOUR));
		take(policy, 2);

		limits().register(new RateLimitPolicy(policy.name(), policy.tiers(), policy.whenUnavailable(), false));

		assertThat(take(policy, 1)).isFalse();
		assertThat(limits().policies()).contains(policy);
	}

	@Test
	default void refusesAnotherPolicyOfTheSameName() {
		RateLimitPolicy policy = registered(Tier.of(2, HOUR));

		assertThatExceptionOfType(PatternConfigurationException.class)
			.isThrownBy(() -> limits().register(RateLimitPolicy.of(policy.name(), Tier.of(3, HOUR))))
			.withMessageContaining("Rate limit '" + policy.name() + "' is defined twice")
			.withMessageContaining("limit=2")
			.withMessageContaining("limit=3");
		assertThatExceptionOfType(PatternConfigurationException.class)
			.isThrownBy(() -> limits().register(policy.withWhenUnavailable(WhenUnavailable.CLOSED)))
			.withMessageContaining("whenUnavailable=CLOSED");
		assertThatExceptionOfType(PatternConfigurationException.class)
			.isThrownBy(() -> limits().register(policy.asShadow()))
			.withMessageContaining("shadow=true");
		assertThat(take(policy, 2)).isTrue();
	}

	@Test
	default void namesThePoliciesItKnowsWhenAskedForAnother() {
		RateLimitPolicy policy = registered(Tier.of(2, HOUR));

		assertThatExceptionOfType(PatternConfigurationException.class)
			.isThrownBy(() -> limits().tryAcquire("nobody", "ada"))
			.withMessageContaining("'policy' is \"nobody\"")
			.withMessageContaining(policy.name());
		assertThatExceptionOfType(PatternConfigurationException.class).isThrownBy(() -> limits().peek("nobody", "ada"));
		assertThatExceptionOfType(PatternConfigurationException.class)
			.isThrownBy(() -> limits().reset("nobody", "ada"));
		assertThatExceptionOfType(PatternConfigurationException.class)
			.isThrownBy(() -> limits().refund(Charge.of("nobody", "ada")));
		assertThatExceptionOfType(PatternConfigurationException.class)
			.isThrownBy(() -> limits().reserve(Charge.of("nobody", "ada")));
	}

}
