package io.github.redispatterns.semaphore;

import java.time.Duration;
import java.util.function.Consumer;

import io.github.redispatterns.LossCause;
import io.github.redispatterns.internal.Require;

/**
 * An item in the hands of its holder.
 *
 * @param lease for how long
 * @param stake which item
 * @param suspected is told when it does not work
 */
record ItemHandle(Permit lease, ItemStake stake, Consumer<SemaphoreEvent> suspected) implements LeasedItem {

	private static final int LONGEST_REASON = 200;

	@Override
	public String item() {
		return this.stake.item();
	}

	@Override
	public void fail(String reason) {
		Require.text(reason, "reason");
		if (this.lease.isValid()) {
			this.stake.suspect(reason.substring(0, Math.min(reason.length(), LONGEST_REASON)));
			this.suspected.accept(new SemaphoreEvent.ItemSuspected(this.stake.name(), item(), reason));
		}
		this.lease.close();
	}

	@Override
	public boolean isValid() {
		return this.lease.isValid();
	}

	@Override
	public Duration remaining() {
		return this.lease.remaining();
	}

	@Override
	public boolean extend(Duration lease) {
		return this.lease.extend(lease);
	}

	@Override
	public void onLost(Consumer<LossCause> listener) {
		this.lease.onLost(listener);
	}

	@Override
	public void close() {
		this.lease.close();
	}

}
