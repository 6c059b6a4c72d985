package io.github.redispatterns.cache;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * One instance under random operations, and its writes that Redis was not told of yet.
 */
final class ConsistencyInstance {

	private final List<CacheTiers> tiers;

	private final Queue<Runnable> pending = new ConcurrentLinkedQueue<>();

	ConsistencyInstance(List<CacheTiers> tiers) {
		this.tiers = tiers;
	}

	/**
	 * Note what was written, for this instance at once, for all when Redis knows.
	 * @param own what this instance must not forget
	 * @param everybody what all instances must know after the bound
	 */
	void completed(Runnable own, Runnable everybody) {
		own.run();
		if (isDelivered()) {
			everybody.run();
		}
		else {
			this.pending.add(everybody);
		}
	}

	/**
	 * Look whether Redis knows now what it was not told of.
	 */
	void settle() {
		List<Runnable> due = List.copyOf(this.pending);
		if (!due.isEmpty() && isDelivered()) {
			due.forEach(Runnable::run);
			this.pending.removeAll(due);
		}
	}

	boolean hasSettled() {
		return this.pending.isEmpty();
	}

	private boolean isDelivered() {
		return this.tiers.stream().allMatch((each) -> each.recovery().size() == 0);
	}

}
