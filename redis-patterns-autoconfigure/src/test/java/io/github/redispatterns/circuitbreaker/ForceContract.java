package io.github.redispatterns.circuitbreaker;

import java.time.Duration;

import io.github.redispatterns.PatternConfigurationException;
import io.github.redispatterns.circuitbreaker.CircuitBreakerEvent.Cause;
import io.github.redispatterns.circuitbreaker.CircuitBreakerEvent.Forced;
import io.github.redispatterns.circuitbreaker.CircuitBreakerEvent.Reset;
import io.github.redispatterns.circuitbreaker.Permission.Permitted;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * States that an operator forces for a while, on all instances.
 */
interface ForceContract extends BreakersUnderTest {

	Duration HOUR = Duration.ofHours(1);

	@Test
	default void forcedOpenRefusesEverywhere() {
		Circuits circuits = circuits();

		circuits.one().force(CircuitState.FORCED_OPEN, HOUR, "ada", "maintenance of the gateway");

		circuits.awaitBoth(CircuitState.FORCED_OPEN);
		assertThat(Circuits.thrownBy(circuits.other())).isInstanceOf(CircuitOpenException.class)
			.hasMessageContaining("is FORCED_OPEN");
		SharedCircuit shared = circuits.other().shared();
		assertThat(shared.actor()).isEqualTo("ada");
		assertThat(shared.reason()).isEqualTo("maintenance of the gateway");
		assertThat(shared.remaining()).isBetween(Duration.ofMinutes(59), HOUR);
		assertThat(shared.origin()).isEqualTo("one");
	}

	// shouldDisable..., shouldTransitionToMetricsOnly... there
	@ParameterizedTest
	@EnumSource(names = { "DISABLED", "METRICS_ONLY" })
	default void permitsWhateverHappens(CircuitState state) {
		Circuits circuits = circuits();
		circuits.open();

		circuits.other().force(state, HOUR, "ada", "test");
		circuits.awaitBoth(state);
		circuits.fail(10);

		assertThat(circuits.one().state()).isEqualTo(state);
		boolean counts = state == CircuitState.METRICS_ONLY;
		assertThat(circuits.one().shared().failedCalls()).isEqualTo(counts ? 5 : 0);
		assertThat(circuits.one().metrics().failureRate()).isEqualTo(counts ? 100 : -1);
	}

	@Test
	default void endsByItselfWithoutACall() {
		Circuits circuits = circuits();

		circuits.one().force(CircuitState.FORCED_OPEN, Duration.ofSeconds(3), "ada", "test");
		circuits.awaitBoth(CircuitState.FORCED_OPEN);

		circuits.awaitBoth(CircuitState.CLOSED);
		assertThat(circuits.one().shared().cause()).isEqualTo(Cause.FORCE_ENDED);
		assertThat(circuits.one().shared().actor()).isEmpty();
	}

	@Test
	default void resetClosesEverywhereAndForgets() {
		Circuits circuits = circuits();
		Permitted probe = circuits.halfOpen(aging(circuits));

		circuits.other().reset("ada", "the gateway is back");

		circuits.awaitBoth(CircuitState.CLOSED);
		Circuits.end(circuits.one(), probe, new IllegalStateException("late"), FAST);
		circuits.fail(4);
		assertThat(circuits.one().shared().calls()).isEqualTo(4);
		assertThat(circuits.one().shared().reason()).isEqualTo("the gateway is back");
		circuits.fail(1);
		circuits.awaitBoth(CircuitState.OPEN);
		assertThat(circuits.one().shared().attempts()).isEqualTo(1);
	}

	@Test
	default void tellsWhoAndWhyByEventOnce() {
		Circuits circuits = circuits();

		circuits.one().force(CircuitState.DISABLED, HOUR, "ada", "load test");
		circuits.other().reset("bob", "load test is over");

		Awaitility.await()
			.untilAsserted(() -> assertThat(events())
				.filteredOn((event) -> event instanceof Forced || event instanceof Reset)
				.containsExactlyInAnyOrder(new Forced(circuits.name(), CircuitState.DISABLED, HOUR, "ada", "load test"),
						new Reset(circuits.name(), "bob", "load test is over")));
	}

	@Test
	default void wantsAForcedStateATimeAnActorAndAReason() {
		CircuitBreaker breaker = circuits().one();

		assertThatExceptionOfType(PatternConfigurationException.class)
			.isThrownBy(() -> breaker.force(CircuitState.OPEN, HOUR, "ada", "test"))
			.withMessageContaining("'state' is OPEN but must be FORCED_OPEN, DISABLED or METRICS_ONLY");
		assertThatExceptionOfType(PatternConfigurationException.class)
			.isThrownBy(() -> breaker.force(CircuitState.DISABLED, Duration.ZERO, "ada", "test"))
			.withMessageContaining("'ttl' is PT0S but must be from PT1S to PT8784H");
		assertThatExceptionOfType(PatternConfigurationException.class)
			.isThrownBy(() -> breaker.force(CircuitState.DISABLED, HOUR, " ", "test"))
			.withMessageContaining("'actor' is \" \"");
		assertThatExceptionOfType(PatternConfigurationException.class).isThrownBy(() -> breaker.reset("ada", ""))
			.withMessageContaining("'reason' is \"\"");
	}

}
