package io.github.redispatterns.circuitbreaker;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import io.github.redispatterns.circuitbreaker.CircuitBreakerConfig.Waiting;
import io.github.redispatterns.circuitbreaker.CircuitBreakerConfig.WindowType;
import io.github.redispatterns.circuitbreaker.Permission.Permitted;
import io.github.redispatterns.support.RedisServers;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What the parts of the contract are tested with.
 */
interface BreakersUnderTest {

	Duration FAST = Duration.ofMillis(1);

	Duration SLOW = Duration.ofSeconds(5);

	RedisServers servers();

	/**
	 * Breakers of the first and of the second instance.
	 */
	CircuitBreakers breakers();

	CircuitBreakers others();

	/**
	 * Events of both instances since the test began.
	 */
	List<CircuitBreakerEvent> events();

	/**
	 * A name that no other test uses.
	 */
	String name();

	/**
	 * Five calls, half of them failed or slow; five seconds of wait; four probes. Tells
	 * every call at once, so that a test sees what it did.
	 */
	default CircuitBreakerConfig config() {
		return CircuitBreakerConfig.defaults()
			.withWindow(WindowType.COUNT_BASED, 5, 5)
			.withSlowCalls(50, Duration.ofSeconds(4))
			.withWaiting(Waiting.of(Duration.ofSeconds(5)))
			.withProbing(4, Duration.ZERO)
			.withRecording(Recording.of(List.of(), List.of(NumberFormatException.class)))
			.withSharing((sharing) -> sharing.withFlush(Duration.ofMillis(10), 1)
				.withMaxStaleness(Duration.ofMillis(50))
				.withProbes(Duration.ofSeconds(30), Duration.ofSeconds(5)));
	}

	default Circuits circuits() {
		return circuits(config());
	}

	default Circuits circuits(CircuitBreakerConfig config) {
		String name = name();
		Circuits circuits = new Circuits(name, breakers().get(name, config), others().get(name, config));
		List.of(circuits.one, circuits.other).forEach((breaker) -> {
			// a breaker takes part from its first call on, which here counts as nothing
			breaker.released((Permitted) breaker.tryAcquire());
			Awaitility.await().pollInterval(Duration.ofMillis(5)).until(((RedisCircuitBreaker) breaker)::isInStep);
		});
		return circuits;
	}

	default BreakerAging aging(Circuits circuits) {
		return new BreakerAging(servers(), circuits.name());
	}

	/**
	 * A breaker that two instances share.
	 */
	record Circuits(String name, CircuitBreaker one, CircuitBreaker other) {

		void succeed(int times) {
			call(this.one, times, null, FAST);
		}

		void fail(int times) {
			call(this.one, times, new IOException("test"), FAST);
		}

		/**
		 * Make the first instance open the breaker.
		 */
		void open() {
			fail(5);
			awaitBoth(CircuitState.OPEN);
		}

		/**
		 * Make both half-open, with one probe that is running.
		 */
		Permitted halfOpen(BreakerAging aging) {
			open();
			aging.endWait();
			return probe(this.one);
		}

		void awaitBoth(CircuitState state) {
			await(this.one, state);
			await(this.other, state);
		}

		/**
		 * Wait until calls have told a breaker its state, without making any.
		 */
		static void await(CircuitBreaker breaker, CircuitState state) {
			Awaitility.await()
				.pollInterval(Duration.ofMillis(5))
				.untilAsserted(() -> assertThat(breaker.state()).isEqualTo(state));
		}

		/**
		 * Call until a probe is permitted.
		 */
		static Permitted probe(CircuitBreaker breaker) {
			return (Permitted) Awaitility.await()
				.pollInterval(Duration.ofMillis(5))
				.pollInSameThread()
				.until(breaker::tryAcquire, Permission::permitted);
		}

		/**
		 * Make calls and wait until Redis has counted each.
		 */
		static void call(CircuitBreaker breaker, int times, Exception failure, Duration duration) {
			for (int i = 0; i < times; i++) {
				Permission permission = breaker.tryAcquire();
				assertThat(permission).isInstanceOf(Permitted.class);
				end(breaker, (Permitted) permission, failure, duration);
				awaitCounted(breaker);
			}
		}

		static void end(CircuitBreaker breaker, Permitted permitted, Exception failure, Duration duration) {
			if (failure != null) {
				breaker.failed(permitted, duration, failure);
			}
			else {
				breaker.succeeded(permitted, duration);
			}
		}

		static void awaitCounted(CircuitBreaker breaker) {
			Awaitility.await().pollInterval(Duration.ofMillis(2)).until(((RedisCircuitBreaker) breaker)::isQuiet);
		}

		static Throwable thrownBy(CircuitBreaker breaker) {
			return catchThrowable(() -> breaker.execute(() -> "called"));
		}

	}

}
