package io.github.redispatterns.circuitbreaker;

import java.io.IOException;
import java.time.Duration;

import io.github.redispatterns.circuitbreaker.CircuitBreakerConfig.WindowType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Windows that all instances fill, and what one instance keeps to itself.
 */
interface SharingContract extends BreakersUnderTest {

	@Test
	default void aCountWindowForgetsTheOldestCalls() {
		Circuits circuits = circuits(config().withWindow(WindowType.COUNT_BASED, 4, 4).withFailureRateThreshold(75));

		circuits.fail(2);
		circuits.succeed(3);

		assertThat(circuits.one().metrics().failedCalls()).isEqualTo(1);
		circuits.fail(1);
		assertThat(circuits.one().metrics()).isEqualTo(new CircuitMetrics(25, 0, 4, 1, 0, 0, 0));
	}

	// shouldOpenAfterFailureRateThresholdExceeded with a time window
	@Test
	default void aTimeWindowForgetsOldSeconds() {
		Circuits circuits = circuits(config().withWindow(WindowType.TIME_BASED, 5, 5));
		circuits.fail(4);
		assertThat(circuits.one().metrics().calls()).isEqualTo(4);

		aging(circuits).pass(Duration.ofSeconds(6));
		circuits.fail(1);

		assertThat(circuits.one().metrics().calls()).isEqualTo(1);
		circuits.fail(4);
		circuits.awaitBoth(CircuitState.OPEN);
	}

	// gobreaker's distributed tests: all instances count in the same bucket
	@Test
	default void bucketsAreTheServersSeconds() {
		Circuits circuits = circuits(config().withWindow(WindowType.TIME_BASED, 60, 100));

		for (int i = 0; i < 5; i++) {
			circuits.succeed(1);
			Circuits.call(circuits.other(), 1, null, FAST);
		}

		long now = Long.parseLong(servers().client().eval("return redis.call('TIME')[1]").toString());
		assertThat(servers().client().hkeys(aging(circuits).key("seconds")))
			.allSatisfy((bucket) -> assertThat(Long.parseLong(bucket)).isBetween(now - 60, now));
		assertThat(circuits.one().shared().calls()).isEqualTo(10);
	}

	@Test
	default void ignoredExceptionsCountAsNothing() {
		Circuits circuits = circuits();

		Circuits.call(circuits.one(), 20, new NumberFormatException("test"), FAST);

		assertThat(circuits.one().shared().calls()).isZero();
	}

	@Test
	default void oneFailingInstanceOpensOnlyItsOwnView() {
		Circuits circuits = circuits(config().withSharing((sharing) -> sharing.withMinFailingInstances(2)));

		circuits.fail(5);

		Circuits.await(circuits.one(), CircuitState.OPEN);
		assertThat(circuits.one().isAlone()).isTrue();
		assertThat(circuits.one().shared().state()).isEqualTo(CircuitState.CLOSED);
		Awaitility.await().untilAsserted(() -> {
			// calls that are refused flow all the same
			assertThat(circuits.one().tryAcquire().permitted()).isFalse();
			assertThat(circuits.other().shared().failing()).containsExactly("one");
		});
		Circuits.call(circuits.other(), 5, null, FAST);
		assertThat(circuits.other().state()).isEqualTo(CircuitState.CLOSED);
	}

	@Test
	default void opensForAllWhenEnoughInstancesAreFailing() {
		Circuits circuits = circuits(config().withSharing((sharing) -> sharing.withMinFailingInstances(2)));
		circuits.fail(5);
		Circuits.await(circuits.one(), CircuitState.OPEN);

		for (int i = 0; i < 5 && circuits.other().state() == CircuitState.CLOSED; i++) {
			Circuits.call(circuits.other(), 1, new IOException("test"), FAST);
		}

		circuits.awaitBoth(CircuitState.OPEN);
		assertThat(circuits.one().shared().state()).isEqualTo(CircuitState.OPEN);
		assertThat(circuits.other().shared().failing()).containsExactlyInAnyOrder("one", "other");
	}

	@Test
	default void aLostSignalIsMadeGoodWhileCallsFlow() {
		Circuits circuits = circuits();
		circuits.open();
		long generation = circuits.one().shared().generation();

		// nobody is told of this
		servers().client().hset(aging(circuits).key("state"), "state", "3");
		servers().client().hset(aging(circuits).key("state"), "gen", Long.toString(generation + 1));
		servers().client().hset(aging(circuits).key("state"), "deadline", "0");

		Awaitility.await().untilAsserted(() -> {
			circuits.other().tryAcquire();
			assertThat(circuits.other().state()).isEqualTo(CircuitState.FORCED_OPEN);
		});
	}

	@Test
	default void aBreakerThatRedisLostComesBackFromItsInstances() {
		Circuits circuits = circuits();
		circuits.open();

		servers().faults().flushAll();
		Awaitility.await().untilAsserted(() -> {
			circuits.other().tryAcquire();
			assertThat(aging(circuits).field("state")).isEqualTo("1");
		});

		circuits.awaitBoth(CircuitState.OPEN);
		assertThat(circuits.one().shared().cause()).isEqualTo(CircuitBreakerEvent.Cause.RESTORED);
	}

	@Test
	default void forgottenScriptsAreLoadedAgain() {
		Circuits circuits = circuits();
		circuits.fail(4);

		servers().faults().flushScripts();
		circuits.fail(1);

		circuits.awaitBoth(CircuitState.OPEN);
		assertThat(circuits.one().isAlone()).isFalse();
	}

}
