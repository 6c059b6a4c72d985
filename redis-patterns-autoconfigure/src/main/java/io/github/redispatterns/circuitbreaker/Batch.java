package io.github.redispatterns.circuitbreaker;

/**
 * Counted outcomes, in four kinds that exclude each other.
 *
 * @param fine calls that neither failed nor were slow
 * @param failed calls that failed in time
 * @param slow calls that took too long
 * @param both calls that took too long and failed
 */
record Batch(long fine, long failed, long slow, long both) {

	static final Batch EMPTY = new Batch(0, 0, 0, 0);

	long total() {
		return this.fine + this.failed + this.slow + this.both;
	}

	long failures() {
		return this.failed + this.both;
	}

	long slowCalls() {
		return this.slow + this.both;
	}

	boolean isEmpty() {
		return total() == 0;
	}

	boolean isFine() {
		return total() == this.fine;
	}

	Batch plus(Batch other) {
		return new Batch(this.fine + other.fine, this.failed + other.failed, this.slow + other.slow,
				this.both + other.both);
	}

	Batch minus(Batch other) {
		return new Batch(this.fine - other.fine, this.failed - other.failed, this.slow - other.slow,
				this.both - other.both);
	}

	/**
	 * Part of this batch, of each kind its share; what rounding leaves is taken from the
	 * first kinds. The same as in {@code window.lua}.
	 * @param calls how many, at most the total
	 * @return the part
	 */
	Batch part(long calls) {
		long all = total();
		long[] kinds = { this.fine, this.failed, this.slow, this.both };
		long[] taken = new long[4];
		long rest = calls;
		for (int i = 0; i < 4; i++) {
			taken[i] = kinds[i] * calls / all;
			rest -= taken[i];
		}
		for (int i = 0; i < 4; i++) {
			long more = Math.min(rest, kinds[i] - taken[i]);
			taken[i] += more;
			rest -= more;
		}
		return new Batch(taken[0], taken[1], taken[2], taken[3]);
	}

}
