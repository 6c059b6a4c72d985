package io.github.redispatterns.internal;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What came from another publisher, and which of its numbers did not.
 */
final class NewsSource {

	static final int MOST_HOLES = 1000;

	/** Stands for more holes than are kept apart; no message has it. */
	private static final long MANY = 0;

	/** When each stops being taken for late, soonest first. */
	private final Map<Long, Long> holes = new LinkedHashMap<>();

	private long last;

	private long heard;

	private boolean left;

	NewsSource(long last) {
		this.last = last;
	}

	/**
	 * Take a sign of life.
	 * @param message what came
	 * @param now the time
	 * @param deadline when what is missing counts as lost
	 * @return whether something is missing that was not before
	 */
	boolean take(NewsMessage message, long now, long deadline) {
		this.heard = now;
		this.left |= message.kind() == NewsMessage.Kind.GOODBYE;
		long number = message.number();
		boolean arrived = message.kind() == NewsMessage.Kind.MESSAGE;
		if (number <= this.last) {
			if (arrived) {
				this.holes.remove(number);
			}
			return false;
		}
		long first = this.last + 1;
		long end = arrived ? number : number + 1;
		this.last = number;
		if (this.holes.size() + end - first > MOST_HOLES) {
			this.holes.keySet().removeIf((hole) -> hole != MANY);
			this.holes.putIfAbsent(MANY, deadline);
			return true;
		}
		for (long hole = first; hole < end; hole++) {
			this.holes.put(hole, deadline);
		}
		return first < end;
	}

	/**
	 * Give up what was missing for too long.
	 * @param now the time
	 * @return how much was lost
	 */
	int giveUp(long now) {
		int before = this.holes.size();
		this.holes.values().removeIf((deadline) -> deadline <= now);
		return before - this.holes.size();
	}

	/**
	 * Return when something counts as lost next.
	 * @return the time, {@link Long#MAX_VALUE} if nothing is missing
	 */
	long due() {
		return this.holes.isEmpty() ? Long.MAX_VALUE : this.holes.values().iterator().next();
	}

	long heard() {
		return this.heard;
	}

	/**
	 * Whether it said goodbye, so that its silence means nothing.
	 * @return whether that was its last word
	 */
	boolean hasLeft() {
		return this.left && this.holes.isEmpty();
	}

}
