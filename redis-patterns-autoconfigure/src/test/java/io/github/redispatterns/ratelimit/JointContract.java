package io.github.redispatterns.ratelimit;

import java.util.Collections;
import java.util.List;

import io.github.redispatterns.PatternConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Limits over several keys: all admit, or none is charged.
 */
interface JointContract extends LimitsUnderTest {

	@ParameterizedTest
	@EnumSource(Algorithm.class)
	default void takesFromAllKeysOrFromNone(Algorithm algorithm) {
		RateLimitPolicy user = registered(Tier.of(algorithm, 10, HOUR));
		RateLimitPolicy address = registered(Tier.of(algorithm, 10, HOUR));
		RateLimitPolicy all = registered(Tier.of(algorithm, 3, HOUR));
		List<Charge> charges = List.of(Charge.of(user.name(), "ada"), Charge.of(address.name(), "ada"),
				Charge.of(all.name(), "ada"));

		for (int i = 0; i < 3; i++) {
			assertThat(limits().tryAcquire(charges).allowed()).isTrue();
		}
		for (int i = 0; i < 3; i++) {
			Decision refused = limits().tryAcquire(charges);
			assertThat(refused).isInstanceOf(Decision.Refused.class);
			assertThat(refused.policy()).isEqualTo(all.name());
		}

		assertThat(remaining(user)).isEqualTo(7);
		assertThat(remaining(address)).isEqualTo(7);
		assertThat(remaining(all)).isZero();
	}

	@Test
	default void tellsTheQuotasOfAllKeysAndWhichOneBinds() {
		RateLimitPolicy user = registered(Tier.of(10, HOUR));
		RateLimitPolicy all = registered(Tier.of(3, HOUR), Tier.of(50, HOUR.multipliedBy(2)));

		Decision decision = limits().tryAcquire(List.of(new Charge(user.name(), "ada", 2), Charge.of(all.name(), "*")));

		assertThat(decision.policy()).isEqualTo(all.name());
		assertThat(decision.quotas()).extracting(Quota::remaining).containsExactly(8L, 2L, 49L);
	}

	@Test
	default void takesNothingWhenALaterPolicyIsUnknown() {
		RateLimitPolicy user = registered(Tier.of(10, HOUR));

		assertThatExceptionOfType(PatternConfigurationException.class)
			.isThrownBy(() -> limits().tryAcquire(List.of(Charge.of(user.name(), "ada"), Charge.of("nobody", "ada"))))
			.withMessageContaining("\"nobody\"")
			.withMessageContaining(user.name());

		assertThat(remaining(user)).isEqualTo(10);
	}

	@Test
	default void wantsOneToEightCharges() {
		RateLimitPolicy user = registered(Tier.of(10, HOUR));
		Charge charge = Charge.of(user.name(), "ada");

		assertThatExceptionOfType(PatternConfigurationException.class).isThrownBy(() -> limits().tryAcquire(List.of()))
			.withMessageContaining("'charges' is 0 but must be 1 to 8");
		assertThatExceptionOfType(PatternConfigurationException.class)
			.isThrownBy(() -> limits().tryAcquire(Collections.nCopies(9, charge)));
		assertThat(limits().tryAcquire(List.of(charge)).allowed()).isTrue();
		assertThat(limits().tryAcquire(Collections.nCopies(8, charge)).allowed()).isTrue();
		assertThat(remaining(user)).isEqualTo(1);
		assertThat(limits().tryAcquire(Collections.nCopies(8, charge)).allowed()).isFalse();
		assertThat(remaining(user)).isEqualTo(1);
	}

	@Test
	default void takesNothingOnBehalfOfAShadowThatRefuses() {
		RateLimitPolicy shadow = registered(policy(Tier.of(1, HOUR)).asShadow());
		RateLimitPolicy all = registered(Tier.of(3, HOUR));
		List<Charge> charges = List.of(Charge.of(shadow.name(), "ada"), Charge.of(all.name(), "ada"));

		List<Decision> decisions = Collections.nCopies(3, charges).stream().map(limits()::tryAcquire).toList();

		assertThat(decisions).extracting((decision) -> ((Decision.Allowed) decision).shadowed())
			.containsExactly(false, true, true);
		assertThat(limits().tryAcquire(charges).allowed()).isFalse();
		assertThat(remaining(shadow)).isZero();
	}

}
