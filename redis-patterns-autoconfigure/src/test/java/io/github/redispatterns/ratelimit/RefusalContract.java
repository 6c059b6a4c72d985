package io.github.redispatterns.ratelimit;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Refusals that an instance remembers.
 */
interface RefusalContract extends LimitsUnderTest {

	@ParameterizedTest
	@EnumSource(Algorithm.class)
	default void remembersARefusal(Algorithm algorithm) {
		RateLimitPolicy policy = registered(Tier.of(algorithm, 2, HOUR));
		Decision.Refused asked = exhausted(policy, 2);

		Decision.Refused remembered = (Decision.Refused) remembering().tryAcquire(policy.name(), "ada");

		assertThat(asked.source()).isEqualTo(Decision.Source.REDIS);
		assertThat(remembered.source()).isEqualTo(Decision.Source.REMEMBERED);
		assertThat(remembered.retryAfter()).isLessThan(asked.retryAfter())
			.isGreaterThan(asked.retryAfter().minus(Duration.ofMinutes(5)));
		assertThat(remembered.binding().remaining()).isZero();
		assertThat(remembering().tryAcquire(policy.name(), "bob").source()).isEqualTo(Decision.Source.REDIS);
	}

	@Test
	default void asksForACallThatCostsLessThanTheRefusedOne() {
		RateLimitPolicy policy = registered(Tier.of(5, HOUR));
		remembering().tryAcquire(new Charge(policy.name(), "ada", 3));
		assertThat(remembering().tryAcquire(new Charge(policy.name(), "ada", 4)).allowed()).isFalse();

		Decision same = remembering().tryAcquire(new Charge(policy.name(), "ada", 4));
		Decision more = remembering().tryAcquire(new Charge(policy.name(), "ada", 5));
		Decision less = remembering().tryAcquire(new Charge(policy.name(), "ada", 2));

		assertThat(List.of(same, more)).extracting(Decision::source).containsOnly(Decision.Source.REMEMBERED);
		assertThat(less.source()).isEqualTo(Decision.Source.REDIS);
		assertThat(less.allowed()).isTrue();
	}

	@Test
	default void saysNeverToAnOversizeCostOfAKeyThatIsRefusedAnyway() {
		RateLimitPolicy policy = registered(Tier.of(5, HOUR));
		exhausted(policy, 5);

		Decision.Refused oversize = (Decision.Refused) remembering().tryAcquire(new Charge(policy.name(), "ada", 6));

		assertThat(oversize.retryAfter()).isEqualTo(Quota.NEVER);
		assertThat(remembering().tryAcquire(policy.name(), "ada").source()).isEqualTo(Decision.Source.REMEMBERED);
	}

	@Test
	default void remembersThatAnOversizeCostIsNeverAdmitted() {
		RateLimitPolicy policy = registered(Tier.of(5, HOUR));
		remembering().tryAcquire(new Charge(policy.name(), "ada", 6));

		Decision.Refused oversize = (Decision.Refused) remembering().tryAcquire(new Charge(policy.name(), "ada", 7));

		assertThat(oversize.source()).isEqualTo(Decision.Source.REMEMBERED);
		assertThat(oversize.retryAfter()).isEqualTo(Quota.NEVER);
		assertThat(remembering().tryAcquire(new Charge(policy.name(), "ada", 5)).allowed()).isTrue();
	}

	@Test
	default void forgetsARefusalOnRefundAndReset() {
		RateLimitPolicy policy = registered(Tier.of(2, HOUR));
		exhausted(policy, 2);

		remembering().refund(Charge.of(policy.name(), "ada"));
		assertThat(remembering().tryAcquire(policy.name(), "ada").allowed()).isTrue();
		assertThat(remembering().tryAcquire(policy.name(), "ada").allowed()).isFalse();
		remembering().reset(policy.name(), "ada");

		assertThat(remembering().tryAcquire(new Charge(policy.name(), "ada", 2)).allowed()).isTrue();
	}

	@Test
	default void forgetsARefusalWhenAReservationIsCancelled() {
		RateLimitPolicy policy = registered(Tier.of(1, HOUR));
		Reservation reservation = remembering().reserve(Charge.of(policy.name(), "ada"));
		assertThat(remembering().tryAcquire(policy.name(), "ada").allowed()).isFalse();

		reservation.cancel();

		assertThat(remembering().tryAcquire(policy.name(), "ada").allowed()).isTrue();
	}

	@Test
	default void looksPastWhatItRemembers() {
		RateLimitPolicy policy = registered(Tier.of(2, HOUR));
		exhausted(policy, 2);

		limits().refund(Charge.of(policy.name(), "ada"));

		assertThat(remembering().peek(policy.name(), "ada").allowed()).isTrue();
	}

	@Test
	default void remembersTheRefusalOfOneKeyOfSeveral() {
		RateLimitPolicy user = registered(Tier.of(9, HOUR));
		RateLimitPolicy all = registered(Tier.of(1, HOUR));
		List<Charge> charges = List.of(Charge.of(user.name(), "ada"), Charge.of(all.name(), "ada"));
		assertThat(remembering().tryAcquire(charges).allowed()).isTrue();
		assertThat(remembering().tryAcquire(charges).source()).isEqualTo(Decision.Source.REDIS);

		Decision refused = remembering().tryAcquire(charges);

		assertThat(refused.source()).isEqualTo(Decision.Source.REMEMBERED);
		assertThat(refused.policy()).isEqualTo(all.name());
		assertThat(remaining(user)).isEqualTo(8);
	}

	private Decision.Refused exhausted(RateLimitPolicy policy, long whole) {
		assertThat(remembering().tryAcquire(new Charge(policy.name(), "ada", whole)).allowed()).isTrue();
		return (Decision.Refused) remembering().tryAcquire(policy.name(), "ada");
	}

}
