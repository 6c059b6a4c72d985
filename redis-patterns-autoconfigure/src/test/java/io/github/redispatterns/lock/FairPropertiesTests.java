package io.github.redispatterns.lock;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Settings of fair locks.
 */
class FairPropertiesTests {

	@Test
	void namesAWindowThatIsTooShortOrTooLong() {
		for (Duration window : new Duration[] { Duration.ofMillis(49), Duration.ofSeconds(61) }) {
			assertThatIllegalArgumentException().isThrownBy(() -> new LockProperties.Fair(window))
				.withMessageContaining("redis-patterns.lock.fair.claim-window")
				.withMessageContaining(window.toString());
		}
		assertThat(new LockProperties.Fair(Duration.ofMillis(50)).claimWindow()).isEqualTo(Duration.ofMillis(50));
	}

}
