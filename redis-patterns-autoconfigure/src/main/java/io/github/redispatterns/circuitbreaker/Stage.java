package io.github.redispatterns.circuitbreaker;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * One state of a breaker from beginning to end, as this instance sees it.
 * <p>
 * A call keeps the stage that permitted it and counts its outcome there: so what ends
 * after the stage has ended counts nowhere.
 */
final class Stage {

	final CircuitState state;

	/** Number of the shared state, or a negative one of this instance alone. */
	final long generation;

	/** Nanosecond at which it ends, if it is timed. */
	final long deadline;

	final boolean timed;

	final int attempts;

	final boolean permits;

	final boolean counts;

	final Tally tally;

	final Permission.Permitted permitted;

	/** Probes that this instance permits on its own. */
	final @Nullable LocalProbes probes;

	private Stage(CircuitState state, long generation, boolean timed, long deadline, int attempts, Tally tally,
			@Nullable LocalProbes probes) {
		this.state = state;
		this.generation = generation;
		this.timed = timed;
		this.deadline = deadline;
		this.attempts = attempts;
		this.permits = state.permits();
		this.counts = state.counts();
		this.tally = tally;
		this.permitted = new Permission.Permitted(generation, "");
		this.probes = probes;
	}

	static Stage shared(Shared shared, Tally tally) {
		return new Stage(shared.state(), shared.generation(), shared.timed(), shared.deadline(), shared.attempts(),
				tally, null);
	}

	static Stage alone(CircuitState state, long generation, int attempts, Tally tally) {
		return new Stage(state, generation, false, 0, attempts, tally, null);
	}

	static Stage openAlone(long generation, long deadline, int attempts, Tally tally) {
		return new Stage(CircuitState.OPEN, generation, true, deadline, attempts, tally, null);
	}

	static Stage halfOpenAlone(long generation, int attempts, Tally tally, LocalProbes probes) {
		return new Stage(CircuitState.HALF_OPEN, generation, false, 0, attempts, tally, probes);
	}

	boolean isAlone() {
		return this.generation < 0;
	}

	boolean hasEnded(long now) {
		return this.timed && this.deadline - now <= 0;
	}

	Permission.Refused refusal(long now) {
		long left = this.timed ? Math.max(0, this.deadline - now) : 0;
		return new Permission.Refused(this.state, Duration.ofNanos(left));
	}

}
