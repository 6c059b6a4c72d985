package io.github.redispatterns.circuitbreaker;

/**
 * Probes of a breaker that is half-open in this instance alone. Guarded by its circuit.
 */
final class LocalProbes {

	private final int permitted;

	private final long lease;

	private final long beganAt;

	private int running;

	private long lastTaken;

	private Batch results = Batch.EMPTY;

	LocalProbes(int permitted, long lease, long now) {
		this.permitted = permitted;
		this.lease = lease;
		this.beganAt = now;
	}

	long beganAt() {
		return this.beganAt;
	}

	boolean take(long now) {
		if (this.running > 0 && now - this.lastTaken > this.lease) {
			// nobody is left who would tell
			this.running = 0;
		}
		if (this.running + this.results.total() >= this.permitted) {
			return false;
		}
		this.running++;
		this.lastTaken = now;
		return true;
	}

	Batch ended(Outcome outcome) {
		this.running = Math.max(0, this.running - 1);
		this.results = this.results.plus(outcome.single());
		return this.results;
	}

	Batch results() {
		return this.results;
	}

}
