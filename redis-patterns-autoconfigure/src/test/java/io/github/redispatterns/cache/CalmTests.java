package io.github.redispatterns.cache;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When a value is loaded before it goes stale.
 */
class CalmTests {

	private static final int SAMPLES = 1_000_000;

	private static final long FRESH_UNTIL = TimeUnit.DAYS.toNanos(1);

	/**
	 * Early with the probability exp(-gap / (beta * delta)), within four standard
	 * deviations of as many samples.
	 */
	@ParameterizedTest
	@CsvSource({ "1, 30, 1.0", "30, 30, 1.0", "90, 30, 1.0", "150, 30, 1.0", "300, 30, 1.0", "30, 30, 0.5",
			"30, 30, 2.0", "100, 400, 0.25", "1000, 400, 1.0", "2000, 100, 5.0", "7, 1, 1.0" })
	void isEarlyAsOftenAsTheFormulaSays(long gap, long delta, double beta) {
		Calm calm = calm(settings("1.0", beta), delta, Duration.ofHours(1));
		Random random = new Random(4_711);
		long left = TimeUnit.MILLISECONDS.toNanos(gap);
		int early = 0;
		for (int i = 0; i < SAMPLES; i++) {
			early += calm.isEarly(left, 1 - random.nextDouble()) ? 1 : 0;
		}

		double probability = Math.exp(-gap / (beta * delta));
		double deviation = Math.sqrt(SAMPLES * probability * (1 - probability));
		assertThat(early).isBetween((int) (SAMPLES * probability - 4 * deviation - 1),
				(int) (SAMPLES * probability + 4 * deviation + 1));
	}

	/**
	 * The moments at which readers find a value due, one reader per millisecond, have the
	 * distribution of the formula: chi-square over ten classes of equal probability.
	 */
	@Test
	void theFormulaHoldsForAllGapsAtOnce() {
		Calm calm = calm(settings("1.0", 1), 50, Duration.ofHours(1));
		Random random = new Random(815);
		int[] classes = new int[10];
		for (int i = 0; i < SAMPLES; i++) {
			double drawn = 1 - random.nextDouble();
			// the widest gap at which that draw is early, by bisection
			long near = 0;
			long far = TimeUnit.MINUTES.toNanos(1);
			while (far - near > 1_000) {
				long middle = (near + far) / 2;
				if (calm.isEarly(middle, drawn)) {
					near = middle;
				}
				else {
					far = middle;
				}
			}
			double probability = Math.exp(-near / (double) TimeUnit.MILLISECONDS.toNanos(50));
			classes[Math.min(9, (int) (probability * 10))]++;
		}
		double chiSquare = 0;
		for (int count : classes) {
			chiSquare += Math.pow(count - SAMPLES / 10.0, 2) / (SAMPLES / 10.0);
		}
		// 9 degrees of freedom: exceeded once in a thousand times, and the seed is fixed
		assertThat(chiSquare).isLessThan(27.88);
	}

	@Test
	void theLeastRandomNumberIsNoInfinity() {
		Calm calm = calm(settings("1.0", 1), 30, Duration.ofHours(1));

		assertThat(calm.isEarly(Long.MAX_VALUE / 2, Double.MIN_VALUE)).isFalse();
		assertThat(calm.isEarly(1, 1)).isFalse();
		assertThat(calm.isEarly(0, 1)).isTrue();
	}

	@Test
	void noDrawIsEarlyBeforeTheCalmEnds() {
		Calm calm = calm(settings("1.0", 1), 30, Duration.ofHours(1));

		// the least number above 0 that a generator of doubles gives
		assertThat(calm.isEarly(FRESH_UNTIL - calm.end() + 1, Math.pow(2, -53))).isFalse();
		for (int i = 0; i < 100_000; i++) {
			assertThat(calm.isOver(calm.end() - 1, FRESH_UNTIL)).isFalse();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "0.1", "0.5", "0.8" })
	void isOverAfterThatPartOfItsLife(String ahead) {
		Duration life = Duration.ofSeconds(100);
		Calm calm = calm(settings(ahead, 0), 30, life);
		long begins = FRESH_UNTIL - life.toNanos();
		long due = begins + (long) (life.toNanos() * Double.parseDouble(ahead));

		assertThat(calm.isOver(due - 1_000_000, FRESH_UNTIL)).isFalse();
		assertThat(calm.isOver(due + 1_000_000, FRESH_UNTIL)).isTrue();
	}

	@Test
	void withNeitherNothingIsLoadedEarly() {
		Calm calm = calm(settings("1.0", 0), 30, Duration.ofSeconds(100));

		assertThat(calm.isOver(FRESH_UNTIL - 1, FRESH_UNTIL)).isFalse();
	}

	@Test
	void whatWasWrittenAndNotComputedIsNotEarly() {
		Calm calm = calm(settings("1.0", 1), 0, Duration.ofSeconds(100));

		assertThat(calm.isOver(FRESH_UNTIL - 1, FRESH_UNTIL)).isFalse();
	}

	@Test
	void whatTakesLongerThanItLivesCountsAsHalfItsLife() {
		Calm calm = calm(settings("1.0", 1), TimeUnit.HOURS.toMillis(1), Duration.ofMillis(200));

		assertThat(calm.scale()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(100));
	}

	@Test
	void livesDifferEvenlyWithinTheJitter() {
		Random seconds = new Random(1);
		int[] classes = new int[10];
		for (int i = 0; i < 100_000; i++) {
			long ttl = 1_000 + seconds.nextInt(100_000);
			long life = Write.jitter(Duration.ofMillis(ttl), 0.1).toMillis();
			assertThat(life).isBetween((long) Math.floor(ttl * 0.9), (long) Math.ceil(ttl * 1.1));
			classes[(int) Math.min(9, Math.max(0, (life - ttl * 0.9) / (ttl * 0.02)))]++;
		}
		assertThat(IntStream.of(classes)).allSatisfy((count) -> assertThat(count).isBetween(9_000, 11_000));
		assertThat(Write.jitter(Duration.ofMillis(10), 0)).isEqualTo(Duration.ofMillis(10));
		assertThat(Write.jitter(Duration.ofMillis(1), 0.5)).isBetween(Duration.ofMillis(1), Duration.ofMillis(2));
	}

	private static Calm calm(CacheSettings settings, long computeMillis, Duration life) {
		Facts facts = new Facts(Duration.ZERO, Duration.ofMillis(computeMillis), life, 0, 0, 0, List.of());
		return Calm.of(settings, facts, FRESH_UNTIL);
	}

	private static CacheSettings settings(String ahead, double beta) {
		return Shelf.settings("refresh.ahead=" + ahead, "refresh.early-beta=" + beta);
	}

}
