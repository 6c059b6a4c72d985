package io.github.redispatterns.cache;

import java.util.concurrent.ThreadLocalRandom;

/**
 * When a fresh value is loaded again before it goes stale.
 * <p>
 * Certainly from a point of its life on (refresh-ahead), and before that with a
 * probability that grows the longer its computation took and the nearer its end is:
 * {@code exp(-left / (beta * computation))}, which is optimal (XFetch: Vattani,
 * Chierichetti, Lowenstein, PVLDB 8(8), 2015).
 *
 * @param end until when it is never loaded again
 * @param ahead from when on it is always loaded again
 * @param scale beta times the computation, in ns
 */
record Calm(long end, long ahead, double scale) {

	// exp(-40) is less than once in the life of this JVM
	private static final double NEVER = 40;

	static Calm of(CacheSettings settings, Facts facts, long freshUntil) {
		double life = facts.life().toNanos();
		long ahead = freshUntil - ((settings.refreshAhead() < 1) ? (long) (life * (1 - settings.refreshAhead())) : 0);
		double scale = settings.earlyBeta() * Math.min(facts.compute().toNanos(), life / 2);
		return new Calm(Math.min(ahead, freshUntil - (long) (scale * NEVER)), ahead, scale);
	}

	boolean isOver(long now, long freshUntil) {
		if (now < this.end) {
			return false;
		}
		return now >= this.ahead || isEarly(freshUntil - now, 1 - ThreadLocalRandom.current().nextDouble());
	}

	/**
	 * Decide once.
	 * @param left ns for which the value is fresh
	 * @param random above 0 and up to 1
	 * @return whether to load it
	 */
	boolean isEarly(long left, double random) {
		return left <= -this.scale * Math.log(random);
	}

}
