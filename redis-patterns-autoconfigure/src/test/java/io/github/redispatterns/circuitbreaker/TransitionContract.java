package io.github.redispatterns.circuitbreaker;

import java.io.IOException;
import java.time.Duration;

import io.github.redispatterns.circuitbreaker.CircuitBreakerEvent.Cause;
import io.github.redispatterns.circuitbreaker.CircuitBreakerEvent.StateChanged;
import io.github.redispatterns.circuitbreaker.CircuitBreakerEvent.StateObserved;
import io.github.redispatterns.circuitbreaker.Permission.Permitted;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * From state to state: the table of Resilience4j's {@code CircuitBreakerStateMachineTest}
 * by behaviour, on two instances.
 */
interface TransitionContract extends BreakersUnderTest {

	@Test
	default void staysClosedBelowTheMinimumOfCalls() {
		Circuits circuits = circuits();

		circuits.fail(4);

		assertThat(circuits.one().state()).isEqualTo(CircuitState.CLOSED);
		assertThat(circuits.one().metrics()).isEqualTo(new CircuitMetrics(-1, -1, 4, 4, 0, 0, 0));
		assertThat(aging(circuits).field("state")).isEqualTo("0");
	}

	// shouldOpenAfterFailureRateThresholdExceeded
	@Test
	default void opensForAllWhenTooManyCallsFail() throws Exception {
		Circuits circuits = circuits();

		circuits.fail(3);
		circuits.succeed(2);

		circuits.awaitBoth(CircuitState.OPEN);
		assertThat(circuits.one().metrics()).isEqualTo(new CircuitMetrics(60, 0, 5, 3, 0, 0, 0));
		assertThatExceptionOfType(CircuitOpenException.class).isThrownBy(() -> circuits.other().execute(() -> "called"))
			.withMessageStartingWith("Circuit breaker '" + circuits.name() + "' is OPEN")
			.satisfies((ex) -> {
				assertThat(ex.getBreaker()).isEqualTo(circuits.name());
				assertThat(ex.getState()).isEqualTo(CircuitState.OPEN);
				assertThat(ex.getRetryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(5));
				assertThat(ex.getStackTrace()).isEmpty();
			});
		assertThat(circuits.other().metrics().notPermittedCalls()).isEqualTo(1);
	}

	@Test
	default void addsUpWhatAllInstancesSee() {
		Circuits circuits = circuits();

		circuits.fail(2);
		Circuits.call(circuits.other(), 3, new IOException("test"), FAST);

		circuits.awaitBoth(CircuitState.OPEN);
	}

	// shouldOpenAfterSlowCallRateThresholdExceeded
	@Test
	default void opensWhenTooManyCallsAreSlow() {
		Circuits circuits = circuits();

		Circuits.call(circuits.one(), 1, new IOException("test"), SLOW);
		Circuits.call(circuits.one(), 1, null, SLOW);
		circuits.fail(1);
		circuits.succeed(1);
		Circuits.call(circuits.one(), 1, null, SLOW);

		circuits.awaitBoth(CircuitState.OPEN);
		assertThat(circuits.one().metrics()).isEqualTo(new CircuitMetrics(40, 60, 5, 2, 3, 1, 0));
	}

	// shouldTransitionToHalfOpenAfterWaitDuration
	@Test
	default void becomesHalfOpenByTheFirstCallAfterTheWait() {
		Circuits circuits = circuits();
		circuits.open();
		aging(circuits).pass(Duration.ofSeconds(1));

		assertThat(circuits.other().tryAcquire().permitted()).isFalse();
		assertThat(circuits.one().state()).isEqualTo(CircuitState.OPEN);

		aging(circuits).endWait();
		Permitted probe = Circuits.probe(circuits.one());

		assertThat(probe.probe()).isNotEmpty();
		circuits.awaitBoth(CircuitState.HALF_OPEN);
	}

	// shouldTransitionBackToClosedStateWhenFailureRateIsBelowThreshold
	@Test
	default void closesWhenEnoughProbesAreFine() {
		Circuits circuits = circuits();
		Permitted first = circuits.halfOpen(aging(circuits));
		Circuits.end(circuits.one(), first, null, FAST);
		for (int i = 0; i < 3; i++) {
			CircuitBreaker prober = (i % 2 == 0) ? circuits.other() : circuits.one();
			Circuits.end(prober, Circuits.probe(prober), (i == 0) ? new IOException("test") : null, FAST);
		}

		circuits.awaitBoth(CircuitState.CLOSED);
		assertThat(circuits.one().metrics().calls()).isZero();
		circuits.fail(4);
		assertThat(circuits.one().state()).isEqualTo(CircuitState.CLOSED);
	}

	// shouldTransitionBackToOpenStateWhenFailureRateIsAboveThreshold
	@Test
	default void opensAgainWhenTooManyProbesFail() {
		Circuits circuits = circuits();
		Permitted probe = circuits.halfOpen(aging(circuits));
		Circuits.end(circuits.one(), probe, new IOException("test"), FAST);
		for (int i = 0; i < 3; i++) {
			Circuits.end(circuits.other(), Circuits.probe(circuits.other()), (i == 0) ? new IOException("test") : null,
					FAST);
		}

		circuits.awaitBoth(CircuitState.OPEN);
		assertThat(aging(circuits).field("attempts")).isEqualTo("2");
	}

	// every shouldOnly...Event test there: one event for one transition, in all instances
	@Test
	default void publishesEachTransitionOnce() {
		Circuits circuits = circuits();
		Permitted probe = circuits.halfOpen(aging(circuits));
		for (int i = 0; i < 4; i++) {
			Circuits.end(circuits.one(), (i == 0) ? probe : Circuits.probe(circuits.one()), null, FAST);
		}
		circuits.awaitBoth(CircuitState.CLOSED);

		Awaitility.await().untilAsserted(() -> assertThat(events()).hasSize(6));
		assertThat(events()).filteredOn(StateChanged.class::isInstance)
			.extracting((event) -> ((StateChanged) event).cause())
			.containsExactly(Cause.FAILURE_RATE, Cause.WAIT_ENDED, Cause.PROBES_PASSED);
		assertThat(events()).filteredOn(StateObserved.class::isInstance)
			.extracting((event) -> ((StateObserved) event).to())
			.containsExactly(CircuitState.OPEN, CircuitState.HALF_OPEN, CircuitState.CLOSED);
		assertThat(events()).filteredOn(StateObserved.class::isInstance)
			.allSatisfy((event) -> assertThat(((StateObserved) event).origin()).isEqualTo("one"));
	}

}
