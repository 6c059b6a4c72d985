package io.github.redispatterns.internal;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what broadcasts brought and what they lost.
 */
final class NewsTally {

	private final LongAdder received = new LongAdder();

	private final LongAdder gaps = new LongAdder();

	private final Map<Flush, LongAdder> flushes = new EnumMap<>(Flush.class);

	NewsTally() {
		for (Flush reason : Flush.values()) {
			this.flushes.put(reason, new LongAdder());
		}
	}

	void received() {
		this.received.increment();
	}

	void lost(int messages) {
		this.gaps.add(messages);
	}

	void flushed(Flush reason) {
		adder(reason).increment();
	}

	long messages() {
		return this.received.sum();
	}

	long gaps() {
		return this.gaps.sum();
	}

	long flushes(Flush reason) {
		return adder(reason).sum();
	}

	private LongAdder adder(Flush reason) {
		LongAdder adder = this.flushes.get(reason);
		return (adder != null) ? adder : new LongAdder();
	}

	/** Why members were told that they may have missed something. */
	enum Flush {

		/** Trust begins, and nobody knows what was before. */
		BEGIN,

		/** A number did not come. */
		GAP,

		/** A publisher fell silent without a goodbye. */
		SILENCE,

		/** More publishers than are remembered. */
		CROWD,

		/** A message that this version cannot read. */
		UNREADABLE

	}

}
