package io.github.redispatterns.circuitbreaker;

import java.time.Duration;
import java.util.function.LongSupplier;

import io.github.redispatterns.internal.Background;

/**
 * Sees to states that end by themselves, whether or not calls flow. Used by one thread at
 * a time.
 */
final class Deadlines {

	private final Circuit circuit;

	private final Background timer;

	private final LongSupplier ticker;

	private final boolean automatic;

	private final Runnable resync;

	private long watched;

	Deadlines(Circuit circuit, Background timer, LongSupplier ticker, boolean automatic, Runnable resync) {
		this.circuit = circuit;
		this.timer = timer;
		this.ticker = ticker;
		this.automatic = automatic;
		this.resync = resync;
	}

	/**
	 * Look whether the present state ends by itself.
	 * @param now nanosecond
	 */
	void watch(long now) {
		Stage stage = this.circuit.stage;
		if (stage.timed && stage.generation != this.watched && (this.automatic || stage.state.isForced())) {
			this.watched = stage.generation;
			wait(stage, now);
		}
	}

	private void wait(Stage stage, long now) {
		Duration left = Duration.ofNanos(Math.max(0, stage.deadline - now)).plusMillis(1);
		this.timer.after(left, () -> ended(stage.generation));
	}

	private void ended(long generation) {
		Stage stage = this.circuit.stage;
		if (stage.generation != generation) {
			return;
		}
		long now = this.ticker.getAsLong();
		if (stage.hasEnded(now)) {
			this.resync.run();
		}
		else {
			wait(stage, now);
		}
	}

}
