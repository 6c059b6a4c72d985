package io.github.redispatterns.internal;

import java.time.Duration;

import io.github.redispatterns.PatternConfigurationException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

class RequireTests {

	@Test
	void namesThePlaceTheValueAndWhatIsAllowed() {
		assertThatExceptionOfType(PatternConfigurationException.class)
			.isThrownBy(() -> Require.that(false, "redis-patterns.lock.wait", -1, "0 or more"))
			.withMessage("'redis-patterns.lock.wait' is -1 but must be 0 or more. Change 'redis-patterns.lock.wait'.");
	}

	@Test
	void quotesTexts() {
		assertThatExceptionOfType(PatternConfigurationException.class).isThrownBy(() -> Require.text(" ", "policy"))
			.withMessageContaining("is \" \" but must be");
		assertThatExceptionOfType(PatternConfigurationException.class).isThrownBy(() -> Require.text(null, "policy"))
			.withMessageContaining("is null but must be");
	}

	@Test
	void acceptsBothEndsOfARange() {
		Duration second = Duration.ofSeconds(1);

		assertThatNoException().isThrownBy(() -> Require.between(second, second, second, "wait"));
		assertThatNoException().isThrownBy(() -> Require.text("a", "policy"));
		assertThatNoException().isThrownBy(() -> Require.that(true, "limit", 1, "1 or more"));
	}

	@Test
	void refusesDurationsOutsideOfARange() {
		Duration second = Duration.ofSeconds(1);
		Duration minute = Duration.ofMinutes(1);

		assertThatExceptionOfType(PatternConfigurationException.class)
			.isThrownBy(() -> Require.between(Duration.ofMillis(999), second, minute, "wait"))
			.withMessageContaining("is PT0.999S but must be from PT1S to PT1M");
		assertThatExceptionOfType(PatternConfigurationException.class)
			.isThrownBy(() -> Require.between(Duration.ofSeconds(61), second, minute, "wait"));
	}

}
