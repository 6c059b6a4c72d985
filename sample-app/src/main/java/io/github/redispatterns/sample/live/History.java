package io.github.redispatterns.sample.live;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The last two minutes of ticks, so that a page that is opened does not begin empty.
 */
final class History {

	private static final int LENGTH = 120;

	private final Deque<String> ticks = new ArrayDeque<>(LENGTH);

	synchronized void add(String tick) {
		if (this.ticks.size() == LENGTH) {
			this.ticks.removeFirst();
		}
		this.ticks.addLast(tick);
	}

	synchronized String asJson() {
		return "[" + String.join(",", this.ticks) + "]";
	}

}
