package io.github.redispatterns.ratelimit;

import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * A reservation that is settled at most once.
 */
final class RedisReservation implements Reservation {

	private final Decision decision;

	private final AtomicReference<@Nullable Settlement> open;

	RedisReservation(Decision decision, @Nullable Settlement settlement) {
		this.decision = decision;
		this.open = new AtomicReference<>(settlement);
	}

	@Override
	public Decision decision() {
		return this.decision;
	}

	@Override
	public void commit() {
		settle(true);
	}

	@Override
	public void cancel() {
		settle(false);
	}

	@Override
	public void close() {
		settle(false);
	}

	private void settle(boolean keep) {
		Settlement settlement = this.open.getAndSet(null);
		if (settlement != null) {
			settlement.settle(keep);
		}
	}

	/** What settles a charge that was taken. */
	@FunctionalInterface
	interface Settlement {

		void settle(boolean keep);

	}

}
