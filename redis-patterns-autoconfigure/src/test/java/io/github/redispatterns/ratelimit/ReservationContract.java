package io.github.redispatterns.ratelimit;

import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;

import io.github.redispatterns.PatternConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Charges that are kept or given back later.
 */
interface ReservationContract extends LimitsUnderTest {

	Duration HOLD = Duration.ofMinutes(1);

	@ParameterizedTest
	@EnumSource(Algorithm.class)
	default void keepsWhatIsCommittedAndGivesBackWhatIsNot(Algorithm algorithm) {
		RateLimitPolicy policy = registered(Tier.of(algorithm, 3, HOUR));

		try (Reservation kept = limits().reserve(Charge.of(policy.name(), "ada"))) {
			kept.commit();
		}
		try (Reservation left = limits().reserve(new Charge(policy.name(), "ada", 2))) {
			assertThat(left.decision().allowed()).isTrue();
			assertThat(left.decision().binding().remaining()).isZero();
			assertThat(limits().peek(policy.name(), "ada").allowed()).isFalse();
		}

		assertThat(remaining(policy)).isEqualTo(2);
		assertThat(servers().client().exists(aging().holdsKey(policy, "ada"))).isFalse();
	}

	@ParameterizedTest
	@EnumSource(Algorithm.class)
	default void settlesOnlyOnce(Algorithm algorithm) {
		RateLimitPolicy policy = registered(Tier.of(algorithm, 5, HOUR));
		Reservation committed = limits().reserve(Charge.of(policy.name(), "ada"));
		Reservation cancelled = limits().reserve(Charge.of(policy.name(), "ada"));
		take(policy, 2);

		committed.commit();
		committed.commit();
		committed.cancel();
		committed.close();
		assertThat(remaining(policy)).isEqualTo(1);
		cancelled.cancel();
		cancelled.cancel();
		cancelled.commit();
		cancelled.close();

		assertThat(remaining(policy)).isEqualTo(2);
	}

	@ParameterizedTest
	@EnumSource(Algorithm.class)
	default void givesACrashedReservationBackAfterItsHold(Algorithm algorithm) {
		RateLimitPolicy policy = registered(Tier.of(algorithm, 2, HOUR));
		Reservation crashed = limits().reserve(new Charge(policy.name(), "ada", 2));
		assertThat(limits().reserve(Charge.of(policy.name(), "ada")).decision().allowed()).isFalse();

		aging().passForHolds(HOLD, policy, "ada");
		Reservation next = remembering().reserve(Charge.of(policy.name(), "ada"));

		assertThat(next.decision().allowed()).isTrue();
		assertThat(remaining(policy)).isEqualTo(1);
		crashed.cancel();
		assertThat(remaining(policy)).isEqualTo(1);
		next.commit();
		assertThat(remaining(policy)).isEqualTo(1);
	}

	@ParameterizedTest
	@EnumSource(names = { "FIXED_WINDOW", "SLIDING_WINDOW", "SLIDING_WINDOW_COUNTER" })
	default void givesNothingBackToALaterWindow(Algorithm algorithm) {
		RateLimitPolicy policy = registered(Tier.of(algorithm, 4, HOUR));
		Reservation old = limits().reserve(new Charge(policy.name(), "ada", 3));
		pass(HOUR.multipliedBy(2), policy);
		take(policy, 1);
		pass(MINUTE, policy);

		old.cancel();

		assertThat(remaining(policy)).isEqualTo(3);
	}

	@Test
	default void givesBackToTheLastWindowOfACounter() {
		RateLimitPolicy policy = registered(Tier.of(Algorithm.SLIDING_WINDOW_COUNTER, 60, HOUR));
		Reservation old = limits().reserve(new Charge(policy.name(), "ada", 40));
		take(policy, 20);
		String key = aging().tierKeys(policy, "ada").get(0);
		long next = Long.parseLong(servers().client().hget(key, "start")) + HOUR.toMillis();
		servers().client().hset(key, Map.of("start", String.valueOf(next), "current", "0", "previous", "60"));

		old.cancel();

		assertThat(servers().client().hget(key, "previous")).isEqualTo("20");
	}

	@ParameterizedTest
	@EnumSource(names = { "GCRA", "TOKEN_BUCKET" })
	default void givesBackOnlyTheDebtThatTimeHasNotPaid(Algorithm algorithm) {
		RateLimitPolicy policy = registered(Tier.of(algorithm, 4, HOUR));
		take(policy, 4);
		long paid = System.currentTimeMillis() + Duration.ofMinutes(5).toMillis();
		servers().client().zadd(aging().holdsKey(policy, "ada"), 1, "crashed:3:" + paid);

		Reservation next = limits().reserve(Charge.of(policy.name(), "ada"));

		assertThat(((Decision.Refused) next.decision()).retryAfter()).isBetween(Duration.ofMinutes(8),
				Duration.ofMinutes(11));
	}

	@Test
	default void refusesAReservationAndKeepsNothingOfIt() {
		RateLimitPolicy policy = registered(Tier.of(3, HOUR), Tier.of(Algorithm.FIXED_WINDOW, 1, MINUTE));
		limits().reserve(Charge.of(policy.name(), "ada")).commit();

		try (Reservation refused = limits().reserve(Charge.of(policy.name(), "ada"))) {
			assertThat(refused.decision()).isInstanceOf(Decision.Refused.class);
			assertThat(refused.decision().binding().tier()).isEqualTo("1m");
			refused.commit();
		}

		assertThat(limits().peek(policy.name(), "ada").quotas()).extracting(Quota::remaining).containsExactly(2L, 0L);
	}

	@Test
	default void givesBackToEveryTierOfAReservation() {
		RateLimitPolicy policy = registered(Tier.of(Algorithm.FIXED_WINDOW, 5, MINUTE), Tier.of(10, HOUR),
				Tier.of(Algorithm.SLIDING_WINDOW, 20, Duration.ofHours(2)),
				Tier.of(Algorithm.SLIDING_WINDOW_COUNTER, 30, Duration.ofDays(1)));
		Reservation kept = limits().reserve(new Charge(policy.name(), "ada", 2));
		Reservation left = limits().reserve(new Charge(policy.name(), "ada", 3));

		left.cancel();
		kept.commit();

		assertThat(limits().peek(policy.name(), "ada").quotas()).extracting(Quota::remaining)
			.containsExactly(3L, 8L, 18L, 28L);
	}

	@Test
	default void givesManyCrashedReservationsBack() {
		RateLimitPolicy policy = registered(Tier.of(Algorithm.SLIDING_WINDOW, 40, HOUR));
		IntStream.range(0, 40).forEach((i) -> limits().reserve(Charge.of(policy.name(), "ada")));

		aging().passForHolds(HOLD, policy, "ada");
		long admitted = IntStream.range(0, 40)
			.filter((i) -> limits().reserve(Charge.of(policy.name(), "ada")).decision().allowed())
			.count();

		assertThat(admitted).isEqualTo(40);
		assertThat(remaining(policy)).isZero();
	}

	@Test
	default void reservesNothingForNothing() {
		RateLimitPolicy policy = registered(Tier.of(5, HOUR));

		assertThatExceptionOfType(PatternConfigurationException.class)
			.isThrownBy(() -> limits().reserve(new Charge(policy.name(), "ada", 0)))
			.withMessageContaining("'cost' is 0 but must be 1 or more");
	}

}
