package io.github.redispatterns.internal;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.github.redispatterns.PatternConfigurationException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class BackOffTests {

	private static final List<Long> FULL_PAUSES = List.of(100L, 200L, 400L, 800L, 1600L, 2000L, 2000L, 2000L);

	@Test
	void doublesUpToTheLongestPauseAndShortensEachByAHalfAtMost() {
		for (int round = 0; round < 1000; round++) {
			BackOff backOff = new BackOff(Duration.ofMillis(100), Duration.ofSeconds(2));

			assertThat(FULL_PAUSES).allSatisfy((full) -> assertThat(backOff.next())
				.isBetween(Duration.ofMillis(full / 2), Duration.ofMillis(full)));
		}
	}

	@Test
	void keepsInstancesOutOfStep() {
		Set<Duration> pauses = new HashSet<>();
		for (int instance = 0; instance < 100; instance++) {
			pauses.add(new BackOff(Duration.ofMillis(100), Duration.ofSeconds(2)).next());
		}

		assertThat(pauses).hasSizeGreaterThan(50);
	}

	@Test
	void beginsAgainAfterASuccess() {
		BackOff backOff = new BackOff(Duration.ofMillis(100), Duration.ofSeconds(2));
		Stream.generate(backOff::next).limit(5).toList();

		backOff.reset();

		assertThat(backOff.next()).isLessThanOrEqualTo(Duration.ofMillis(100));
	}

	@Test
	void doesNotOverflow() {
		BackOff backOff = new BackOff(Duration.ofDays(90_000), Duration.ofDays(100_000));

		assertThat(Stream.generate(backOff::next).limit(5)).noneMatch(Duration::isNegative);
	}

	@Test
	void refusesPausesThatAreNone() {
		assertThatExceptionOfType(PatternConfigurationException.class)
			.isThrownBy(() -> new BackOff(Duration.ZERO, Duration.ofSeconds(2)))
			.withMessageContaining("first");
		assertThatExceptionOfType(PatternConfigurationException.class)
			.isThrownBy(() -> new BackOff(Duration.ofSeconds(3), Duration.ofSeconds(2)))
			.withMessageContaining("longest");
	}

}
