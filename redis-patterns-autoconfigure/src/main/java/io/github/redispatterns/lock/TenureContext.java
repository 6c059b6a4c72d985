package io.github.redispatterns.lock;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.redispatterns.RedisUnavailableException;
import io.github.redispatterns.internal.Background;
import io.github.redispatterns.internal.Caller;
import io.github.redispatterns.internal.HealthDetail;
import io.github.redispatterns.internal.LeaseKeeper;
import io.github.redispatterns.internal.WaitingRoom;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What this instance holds, and what holding needs.
 */
final class TenureContext implements HealthDetail {

	private static final Log logger = LogFactory.getLog(Locks.class);

	/** How much longer than a lease an unknown outcome is looked after. */
	static final Duration LONGEST_OUTAGE = Duration.ofMinutes(1);

	static final Duration FIRST_RETRY = Duration.ofMillis(100);

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

	private final Map<Owner, Tenure> tenures = new ConcurrentHashMap<>();

	private final Set<Attempt> waiting = ConcurrentHashMap.newKeySet();

	private final AtomicLong lost = new AtomicLong();

	private final LeaseKeeper keeper;

	private final WaitingRoom room;

	private final Background background;

	private final Executor workers;

	private final LockMeters meters;

	private final Consumer<Object> events;

	TenureContext(LeaseKeeper keeper, WaitingRoom room, Background background, Executor workers, LockMeters meters,
			Consumer<Object> events) {
		this.keeper = keeper;
		this.room = room;
		this.background = background;
		this.workers = workers;
		this.meters = meters;
		this.events = events;
	}

	LeaseKeeper keeper() {
		return this.keeper;
	}

	WaitingRoom room() {
		return this.room;
	}

	LockMeters meters() {
		return this.meters;
	}

	/**
	 * Find what the present caller holds. Reading is one thing, all other modes are
	 * another.
	 * @param key which lock
	 * @param mode how it is wanted
	 * @return its tenure, or {@code null}
	 */
	@Nullable Tenure mine(LockKey key, LockMode mode) {
		return mine(key, mode == LockMode.READ);
	}

	private @Nullable Tenure mine(LockKey key, boolean reading) {
		return this.tenures.isEmpty() ? null : this.tenures.get(new Owner(key.entity(), Caller.current(), reading));
	}

	/**
	 * Claim a lock for the present caller, beside what it holds of it already if one of
	 * both is for reading.
	 * @param key which lock
	 * @param mode how it is wanted
	 * @param token nobody else's
	 * @return the claim
	 */
	Claim claim(LockKey key, LockMode mode, String token) {
		Claim claim = Claim.of(key, mode, token);
		if (mode != LockMode.READ && mode != LockMode.WRITE) {
			return claim;
		}
		Tenure other = mine(key, mode == LockMode.WRITE);
		return (other != null && other.holding().isValid()) ? claim.beside(other.claim()) : claim;
	}

	Collection<Tenure> all() {
		return List.copyOf(this.tenures.values());

	}

	Collection<Attempt> waiting() {
		return List.copyOf(this.waiting);
	}

	void waits(Attempt attempt) {
		this.waiting.add(attempt);
	}

	void waitsNoMore(Attempt attempt) {
		this.waiting.remove(attempt);
	}

	/**
	 * While the application stops only who holds something may take more, or it would
	 * never come to an end.
	 * @return whether the present caller gets nothing
	 */
	boolean refusesNewWork() {
		if (this.keeper.isRunning()) {
			return false;
		}
		Object caller = Caller.current();
		return this.keeper.isStopped()
				|| this.tenures.keySet().stream().noneMatch((owner) -> owner.caller().equals(caller));
	}

	void remember(Tenure tenure) {
		this.tenures.put(owner(tenure), tenure);
	}

	void forget(Tenure tenure) {
		this.tenures.remove(owner(tenure), tenure);
	}

	private static Owner owner(Tenure tenure) {
		Claim claim = tenure.claim();
		return new Owner(claim.key().entity(), tenure.caller(), claim.mode() == LockMode.READ);
	}

	/**
	 * Call a listener of the application.
	 * @param call the call
	 */
	void tell(Runnable call) {
		try {
			this.workers.execute(call);
		}
		catch (RejectedExecutionException ex) {
			logger.warn("All workers are busy; a listener of a lock is called late");
			this.background.after(FIRST_RETRY, () -> tell(call));
		}
	}

	@Override
	public Map<String, Object> healthDetails() {
		return Map.of("locks",
				Map.of("held", this.tenures.size(), "waiting", this.waiting.size(), "lostSinceStart", this.lost.get()));
	}

	void publish(LockEvent event) {
		if (event instanceof LockEvent.Lost) {
			this.lost.incrementAndGet();
		}
		tell(() -> this.events.accept(event));
	}

	/**
	 * Give back what Redis did not confirm to have given back, or may have granted
	 * without saying so, until its lease has ended.
	 * @param scheme how
	 * @param claim what
	 * @param left time until it ends by itself
	 */
	void releaseLater(LockScheme scheme, Claim claim, Duration left) {
		releaseLater(scheme, claim, left, FIRST_RETRY, () -> Duration.ZERO);
	}

	/**
	 * The same, beginning later and keeping others out for a while.
	 * @param scheme how
	 * @param claim what
	 * @param left time until it ends by itself
	 * @param pause time until the first try
	 * @param keep how long others are still kept out
	 */
	void releaseLater(LockScheme scheme, Claim claim, Duration left, Duration pause, Supplier<Duration> keep) {
		long end = LeaseKeeper.now() + left.toNanos();
		this.background.after(pause, () -> release(scheme, claim, end, pause, keep));
	}

	private void release(LockScheme scheme, Claim claim, long end, Duration paused, Supplier<Duration> keep) {
		try {
			scheme.release(claim, keep.get());
			this.room.signal(claim.key().entity());
		}
		catch (RedisUnavailableException ex) {
			if (LeaseKeeper.now() < end) {
				Duration doubled = paused.multipliedBy(2);
				Duration pause = (doubled.compareTo(LONGEST_PAUSE) < 0) ? doubled : LONGEST_PAUSE;
				this.background.after(pause, () -> release(scheme, claim, end, pause, keep));
			}
		}
	}

	private record Owner(String entity, Object caller, boolean reading) {
	}

}
