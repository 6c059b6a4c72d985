package io.github.redispatterns.circuitbreaker;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;

import io.github.redispatterns.circuitbreaker.CircuitBreakerConfig.Waiting;
import io.github.redispatterns.circuitbreaker.CircuitBreakerConfig.WindowType;
import io.github.redispatterns.circuitbreaker.CircuitBreakerEvent.Cause;
import io.github.redispatterns.circuitbreaker.Permission.Permitted;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An instance on its own decides as Resilience4j does: the same calls at the same times
 * lead through the same states.
 */
class CircuitOracleTests {

	private static final Duration SLOW = Duration.ofSeconds(2);

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20 })
	void goesWhereResilience4jGoes(long seed) {
		Random random = new Random(seed);
		WindowType type = (seed % 2 == 0) ? WindowType.COUNT_BASED : WindowType.TIME_BASED;
		CircuitBreakerConfig config = CircuitBreakerConfig.defaults()
			.withFailureRateThreshold(20 + random.nextInt(60))
			.withSlowCalls(30 + random.nextInt(60), SLOW)
			.withWindow(type, 1 + random.nextInt(20), 1 + random.nextInt(12))
			.withProbing(1 + random.nextInt(6), Duration.ZERO)
			.withWaiting(new Waiting(Duration.ofSeconds(4), 1 + random.nextInt(3), Duration.ofSeconds(20), 0, false));
		Story story = new Story(config, random);

		for (int i = 0; i < 5_000; i++) {
			story.step(i);
		}

		assertThat(story.transitions).as("transitions").isGreaterThan(20);
	}

	/** One story that both are told. */
	private static final class Story implements CircuitListener {

		private final FakeTime time = new FakeTime();

		private final Random random;

		private final Peer peer;

		private final Circuit circuit;

		private final Deque<Permitted> running = new ArrayDeque<>();

		private int transitions;

		Story(CircuitBreakerConfig config, Random random) {
			this.random = random;
			this.peer = new Peer(config, this.time);
			this.circuit = new Circuit(config, this);
			this.circuit.detach(this.time.nanos());
		}

		void step(int number) {
			// to the nanosecond: at the very end of a wait we may differ
			this.time.pass(Duration.ofNanos(this.random.nextInt(700_000_000)));
			Permission ours = ask();
			boolean theirs = this.peer.tryAcquire();
			assertThat(ours.permitted()).as("call %d in %s", number, this.peer.state()).isEqualTo(theirs);
			if (ours instanceof Permitted permitted) {
				this.running.add(permitted);
			}
			// probes overlap; a call of a closed breaker ends before the next begins
			boolean overlap = this.circuit.stage.probes != null && this.random.nextBoolean();
			while (!overlap && !this.running.isEmpty()) {
				end(this.running.remove(), Outcome.values()[this.random.nextInt(5)]);
			}
			assertThat(this.circuit.stage.state).as("after call %d", number).isEqualTo(this.peer.state());
			if (this.circuit.stage.state == CircuitState.CLOSED) {
				assertThat(this.circuit.sums().total()).as("after call %d", number).isEqualTo(this.peer.calls());
			}
		}

		private Permission ask() {
			Permission permission = this.circuit.probeAlone(this.time.nanos());
			assertThat(permission).isNotNull();
			return permission;
		}

		private void end(Permitted permitted, Outcome outcome) {
			if (permitted.generation() != this.circuit.stage.generation) {
				// decided by an earlier probe; theirs would count for the new state
				return;
			}
			if (permitted.probe().isEmpty()) {
				if (outcome != Outcome.IGNORED) {
					this.circuit.stage.tally.add(outcome);
				}
				this.circuit.count(this.time.nanos());
			}
			else {
				this.circuit.probeEnded(permitted.generation(), outcome, this.time.nanos());
			}
			this.peer.end(outcome, SLOW);
		}

		@Override
		public void changed(Shared shared) {
			throw new AssertionError("Nothing is shared");
		}

		@Override
		public void changedAlone(CircuitState before, CircuitState after, Cause cause) {
			this.transitions++;
		}

		@Override
		public void detached() {
		}

		@Override
		public void attached() {
			throw new AssertionError("Nothing is shared");
		}

	}

}
