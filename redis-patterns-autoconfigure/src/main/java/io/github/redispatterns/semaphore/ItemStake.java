package io.github.redispatterns.semaphore;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import io.github.redispatterns.LossCause;

/**
 * An item that one caller wants or holds.
 */
final class ItemStake implements Stake {

	private final PoolScripts scripts;

	private final PoolScripts.Shelf shelf;

	private final byte[] token;

	private final Consumer<Level> seen;

	private volatile Level level;

	private volatile String item = "";

	private volatile String reason = "";

	ItemStake(PoolScripts scripts, PoolScripts.Shelf shelf, String token, Consumer<Level> seen) {
		this.scripts = scripts;
		this.shelf = shelf;
		this.token = PermitScripts.utf8(token);
		this.seen = seen;
		int items = shelf.policy().items().size();
		this.level = new Level(0, items, false);
	}

	/**
	 * Return which item was leased.
	 * @return the item
	 */
	String item() {
		return this.item;
	}

	/**
	 * Return how full the pool was when it was asked last.
	 * @return the level
	 */
	Level level() {
		return this.level;
	}

	/**
	 * Give it back as suspect.
	 * @param why for operators
	 */
	void suspect(String why) {
		this.reason = why;
	}

	@Override
	public String entity() {
		return this.shelf.entity();
	}

	@Override
	public String name() {
		return this.shelf.policy().name();
	}

	@Override
	public Taking take(Duration lease, boolean waiting) {
		List<Object> reply = this.scripts.lease(this.shelf, this.token, lease, waiting);
		if ((Long) reply.get(0) == 2) {
			this.scripts.list(this.shelf);
			reply = this.scripts.lease(this.shelf, this.token, lease, waiting);
		}
		boolean taken = (Long) reply.get(0) == 1;
		this.level = new Level((Long) reply.get(2), (Long) reply.get(3), (Long) reply.get(1) == 1);
		this.seen.accept(this.level);
		if (taken) {
			this.item = Snapshots.text(reply.get(4));
		}
		return new Taking(taken, taken ? 0 : (Long) reply.get(4));
	}

	@Override
	public boolean renew(Duration lease) {
		return this.scripts.keep(this.shelf, this.token, lease);
	}

	@Override
	public boolean release() {
		return this.scripts.giveBack(this.shelf, this.token, this.reason);
	}

	@Override
	public void leave() {
		this.scripts.abandon(this.shelf, this.token);
	}

	@Override
	public SemaphoreEvent lost(LossCause cause) {
		return new SemaphoreEvent.ItemLost(name(), this.item, cause);
	}

	/**
	 * How full a pool was.
	 *
	 * @param free items that could be lent
	 * @param leased items that were lent
	 * @param conflict whether another instance lists other items
	 */
	record Level(long free, long leased, boolean conflict) {
	}

}
