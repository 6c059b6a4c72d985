package io.github.redispatterns.circuitbreaker;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.redispatterns.circuitbreaker.CircuitBreakerEvent.Cause;
import io.github.redispatterns.circuitbreaker.Permission.Permitted;
import io.github.redispatterns.circuitbreaker.Permission.Refused;
import io.github.redispatterns.support.Rivals;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Probes of a half-open breaker: the permit counts of Resilience4j's
 * {@code CircuitBreakerStateMachineTest}, exact across instances, and leases.
 */
interface ProbeContract extends BreakersUnderTest {

	// shouldOnlyPermitFourCallsInHalfOpenState
	@Test
	default void permitsExactlyAsManyProbesInAllInstances() {
		Circuits circuits = circuits();
		circuits.open();
		aging(circuits).endWait();
		circuits.awaitBoth(CircuitState.OPEN);

		List<Permitted> probes = new ArrayList<>(List.of(Circuits.probe(circuits.one())));
		probes.add(Circuits.probe(circuits.other()));
		probes.add(Circuits.probe(circuits.one()));
		probes.add(Circuits.probe(circuits.other()));

		assertThat(probes).extracting(Permitted::probe).doesNotHaveDuplicates();
		assertThat(circuits.one().tryAcquire()).isInstanceOf(Refused.class);
		assertThat(circuits.other().tryAcquire()).isInstanceOf(Refused.class);
		assertThat(circuits.one().shared().probes()).isEqualTo(4);
	}

	@Test
	default void permitsExactlyAsManyProbesToAHerd() {
		Circuits circuits = circuits();
		circuits.open();
		aging(circuits).endWait();
		Circuits.probe(circuits.one());
		circuits.awaitBoth(CircuitState.HALF_OPEN);

		List<Boolean> permitted = Rivals.race(16, (number) -> {
			CircuitBreaker breaker = (number % 2 == 0) ? circuits.one() : circuits.other();
			int count = 0;
			for (int i = 0; i < 20; i++) {
				count += breaker.tryAcquire().permitted() ? 1 : 0;
			}
			assertThat(count).isLessThanOrEqualTo(3);
			return count > 0;
		});

		assertThat(permitted).contains(true);
		assertThat(circuits.one().shared().probes()).isEqualTo(4);
	}

	// shouldIncreaseCounterOnReleasePermission
	@Test
	default void aReleasedPermitIsGivenToAnother() {
		Circuits circuits = circuits();
		Permitted first = circuits.halfOpen(aging(circuits));
		for (int i = 0; i < 3; i++) {
			Circuits.probe(circuits.one());
		}
		assertThat(circuits.other().tryAcquire().permitted()).isFalse();

		circuits.one().released(first);

		assertThat(Circuits.probe(circuits.other()).probe()).isNotEqualTo(first.probe());
	}

	@Test
	default void anIgnoredExceptionGivesThePermitBack() {
		Circuits circuits = circuits();
		Permitted first = circuits.halfOpen(aging(circuits));

		circuits.one().failed(first, FAST, new NumberFormatException("test"));

		Awaitility.await().untilAsserted(() -> assertThat(circuits.one().shared().probes()).isZero());
		assertThat(circuits.one().shared().calls()).isZero();
	}

	@Test
	default void thePermitOfALostProberComesBackAfterItsLease() {
		Circuits circuits = circuits();
		Permitted lost = circuits.halfOpen(aging(circuits));
		for (int i = 0; i < 3; i++) {
			Circuits.probe(circuits.one());
		}
		assertThat(circuits.other().tryAcquire().permitted()).isFalse();

		aging(circuits).pass(Duration.ofSeconds(31));

		Permitted next = Circuits.probe(circuits.other());
		circuits.one().failed(lost, FAST, new IOException("test"));
		circuits.one().failed(lost, FAST, new IOException("test"));
		Circuits.end(circuits.other(), next, null, FAST);
		Awaitility.await().untilAsserted(() -> assertThat(circuits.one().shared().calls()).isEqualTo(1));
		assertThat(circuits.one().shared().failedCalls()).isZero();
	}

	@Test
	default void aResultCountsOnce() {
		Circuits circuits = circuits();
		Permitted probe = circuits.halfOpen(aging(circuits));

		for (int i = 0; i < 4; i++) {
			circuits.one().failed(probe, FAST, new IOException("test"));
		}
		Circuits.end(circuits.one(), Circuits.probe(circuits.one()), null, FAST);

		Awaitility.await().untilAsserted(() -> assertThat(circuits.one().shared().calls()).isEqualTo(2));
		assertThat(circuits.one().state()).isEqualTo(CircuitState.HALF_OPEN);
	}

	@Test
	default void theSmallerOfMinimumAndProbesDecides() {
		Circuits circuits = circuits(config().withWindow(CircuitBreakerConfig.WindowType.COUNT_BASED, 2, 2));
		circuits.fail(2);
		circuits.awaitBoth(CircuitState.OPEN);
		aging(circuits).endWait();

		for (int i = 0; i < 2; i++) {
			Circuits.end(circuits.one(), Circuits.probe(circuits.one()), null, FAST);
		}

		circuits.awaitBoth(CircuitState.CLOSED);
	}

	// maxWaitDurationInHalfOpenState
	@Test
	default void opensAgainWhenProbesTakeTooLong() {
		Circuits circuits = circuits(config().withProbing(4, Duration.ofMinutes(1)));
		circuits.halfOpen(aging(circuits));
		circuits.awaitBoth(CircuitState.HALF_OPEN);

		aging(circuits).pass(Duration.ofSeconds(61));
		assertThat(circuits.other().tryAcquire().permitted()).isFalse();

		circuits.awaitBoth(CircuitState.OPEN);
		assertThat(circuits.one().shared().cause()).isEqualTo(Cause.PROBES_TOO_LATE);
		assertThat(circuits.one().shared().attempts()).isEqualTo(2);
	}

	// shouldNotTransitionToHalfOpenAutomatically and its counterpart
	@Test
	default void becomesHalfOpenWithoutACallIfSo() {
		CircuitBreakerConfig.Waiting automatic = new CircuitBreakerConfig.Waiting(Duration.ofMillis(200), 1,
				Duration.ofMinutes(1), 0, true);
		Circuits circuits = circuits(config().withWaiting(automatic));

		circuits.open();

		circuits.awaitBoth(CircuitState.HALF_OPEN);
	}

	// shouldTransitionToHalfOpenAfterWaitInterval
	@Test
	default void waitsLongerAfterEveryOpeningInARow() {
		CircuitBreakerConfig.Waiting growing = new CircuitBreakerConfig.Waiting(Duration.ofSeconds(10), 3,
				Duration.ofSeconds(50), 0, false);
		Circuits circuits = circuits(config().withWaiting(growing).withProbing(1, Duration.ZERO));
		circuits.open();
		assertThat(circuits.one().shared().remaining()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(10));

		for (int seconds : new int[] { 30, 50, 50 }) {
			aging(circuits).endWait();
			Permitted probe = Circuits.probe(circuits.one());
			Circuits.end(circuits.one(), probe, new IOException("test"), FAST);
			circuits.awaitBoth(CircuitState.OPEN);
			assertThat(circuits.other().shared().remaining()).isBetween(Duration.ofSeconds(seconds - 9),
					Duration.ofSeconds(seconds));
		}
	}

	@Test
	default void lateResultsOfAnOldGenerationAreIgnored() {
		Circuits circuits = circuits();
		Permitted closed = (Permitted) circuits.one().tryAcquire();
		Permitted probe = circuits.halfOpen(aging(circuits));
		for (int i = 0; i < 4; i++) {
			Circuits.end(circuits.one(), (i == 0) ? probe : Circuits.probe(circuits.one()), null, FAST);
		}
		circuits.awaitBoth(CircuitState.CLOSED);

		for (int i = 0; i < 10; i++) {
			circuits.one().failed(closed, FAST, new IOException("test"));
			circuits.one().failed(probe, FAST, new IOException("test"));
		}
		circuits.succeed(1);

		assertThat(circuits.one().shared().calls()).isEqualTo(1);
		assertThat(circuits.one().state()).isEqualTo(CircuitState.CLOSED);
	}

	@Test
	default void aCallThatOutlivesItsStateCountsNowhere() throws Exception {
		Circuits circuits = circuits();
		String result = circuits.one().execute(() -> {
			circuits.open();
			aging(circuits).endWait();
			for (int i = 0; i < 4; i++) {
				Circuits.end(circuits.one(), Circuits.probe(circuits.one()), null, FAST);
			}
			circuits.awaitBoth(CircuitState.CLOSED);
			return "late";
		});

		circuits.fail(1);

		assertThat(result).isEqualTo("late");
		assertThat(circuits.one().shared().calls()).isEqualTo(1);
	}

}
