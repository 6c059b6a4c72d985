package io.github.redispatterns.semaphore;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import io.github.redispatterns.internal.Holding;
import io.github.redispatterns.internal.Instance;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A pool in Redis.
 */
final class RedisPool implements ResourcePool {

	private static final Log logger = LogFactory.getLog(ResourcePool.class);

	private final LeaseContext context;

	private final PoolScripts scripts;

	private final PoolScripts.Shelf shelf;

	private final SemaphoreProperties properties;

	private final Instance instance;

	private final Seen seen;

	private volatile boolean conflict;

	RedisPool(LeaseContext context, PoolScripts scripts, PoolScripts.Shelf shelf, SemaphoreProperties properties,
			Instance instance) {
		this.context = context;
		this.scripts = scripts;
		this.shelf = shelf;
		this.properties = properties;
		this.instance = instance;
		this.seen = new Seen(context, this::snapshot);
	}

	void watch() {
		this.context.meters()
			.watch(policy().name(), this.seen::used, this.seen::max,
					() -> this.context.room().waiting(this.shelf.entity()));
	}

	@Override
	public PoolPolicy policy() {
		return this.shelf.policy();
	}

	@Override
	public Optional<LeasedItem> tryLease(Duration wait) throws InterruptedException {
		PermitRequest.checkWait(wait, "wait");
		return Optional.ofNullable(attempt().lease(wait));
	}

	@Override
	public LeasedItem lease() throws InterruptedException {
		Duration wait = policy().waitTime();
		return lease((wait != null) ? wait : this.properties.waitTime());
	}

	@Override
	public LeasedItem lease(Duration wait) throws InterruptedException {
		PermitRequest.checkWait(wait, "wait");
		Visit visit = attempt();
		LeasedItem item = visit.lease(wait);
		if (item != null) {
			return item;
		}
		throw new PermitNotAvailableException(visit.full());
	}

	private Visit attempt() {
		ItemStake stake = new ItemStake(this.scripts, this.shelf, this.instance.nextToken(), this::saw);
		Duration own = policy().lease();
		Duration lease = (own != null) ? own : this.properties.lease();
		Duration maxHold = this.properties.maxHold();
		Holding.Terms terms = new Holding.Terms(lease, true, (maxHold.compareTo(lease) < 0) ? lease : maxHold);
		return new Visit(stake, new Attempt(this.context, stake, terms));
	}

	private void saw(ItemStake.Level level) {
		this.seen.saw(level.leased(), level.leased() + level.free());
		if (level.conflict() && !this.conflict) {
			this.conflict = true;
			this.context.publish(new SemaphoreEvent.PoolConflict(policy().name(), policy().version()));
			logger.warn(
					"Another instance lists other items for the pool '%s'; its list counts".formatted(policy().name()));
		}
		else if (!level.conflict()) {
			this.conflict = false;
		}
	}

	@Override
	public int add(Collection<String> items) {
		return restock("add", items);
	}

	@Override
	public int remove(Collection<String> items) {
		return restock("remove", items);
	}

	@Override
	public int trust(Collection<String> items) {
		return restock("trust", items);
	}

	private int restock(String change, Collection<String> items) {
		PoolPolicy.check(List.copyOf(items), "items");
		long changed = this.scripts.restock(this.shelf, change, items);
		if (changed < 0) {
			this.scripts.list(this.shelf);
			changed = this.scripts.restock(this.shelf, change, items);
		}
		this.context.room().signal(this.shelf.entity());
		return Math.toIntExact(Math.max(0, changed));
	}

	@Override
	public PoolInfo snapshot() {
		PoolInfo info = Snapshots.read(policy().name(), this.scripts.stock(this.shelf));
		this.seen.saw(info.leased().size(), info.leased().size() + info.free().size());
		return info;
	}

	boolean hasConflict() {
		return this.conflict;
	}

	private final class Visit {

		private final ItemStake stake;

		private final Attempt attempt;

		private Visit(ItemStake stake, Attempt attempt) {
			this.stake = stake;
			this.attempt = attempt;
		}

		private PermitDecision.Full full() {
			ItemStake.Level level = this.stake.level();
			return new PermitDecision.Full(policy().name(), 1, level.leased(), level.leased() + level.free(),
					this.attempt.waited());
		}

		private @Nullable LeasedItem lease(Duration wait) throws InterruptedException {
			Leasehold held = this.attempt.run(wait);
			return (held != null) ? new ItemHandle(held, this.stake, RedisPool.this.context::publish) : null;
		}

	}

}
