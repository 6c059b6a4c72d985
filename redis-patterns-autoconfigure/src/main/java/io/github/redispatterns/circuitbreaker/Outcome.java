package io.github.redispatterns.circuitbreaker;

/**
 * How a call counts. The first four are the kinds of a {@link Batch}, in its order.
 */
enum Outcome {

	FINE(1), FAILED(1 | 1L << 16), SLOW(1 | 1L << 32), BOTH(1 | 1L << 48),

	/** Counts as nothing. */
	IGNORED(0);

	/** What one such call adds to the number that a {@link Tally} keeps. */
	final long step;

	Outcome(long step) {
		this.step = step;
	}

	static Outcome of(boolean failed, boolean slow) {
		if (failed) {
			return slow ? BOTH : FAILED;
		}
		return slow ? SLOW : FINE;
	}

	Batch single() {
		return switch (this) {
			case FINE -> new Batch(1, 0, 0, 0);
			case FAILED -> new Batch(0, 1, 0, 0);
			case SLOW -> new Batch(0, 0, 1, 0);
			case BOTH -> new Batch(0, 0, 0, 1);
			case IGNORED -> Batch.EMPTY;
		};
	}

}
