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

import io.github.redispatterns.RedisUnavailableException;
import io.github.redispatterns.internal.Background;
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

	private static final Duration FIRST_RETRY = Duration.ofMillis(100);

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
	 * Find what the present thread holds. Reading is one thing, all other modes are
	 * another.
	 * @param key which lock
	 * @param mode how it is wanted
	 * @return its tenure, or {@code null}
	 */
	@Nullable Tenure mine(LockKey key, LockMode mode) {
		return mine(key, mode == LockMode.READ);
	}

	private @Nullable Tenure mine(LockKey key, boolean reading) {
		return this.tenures.isEmpty() ? null
				: this.tenures.get(new Owner(key.entity(), Thread.currentThread(), reading));
	}

	/**
	 * Claim a lock for the present thread, beside what it holds of it already if one of
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

	void remember(Tenure tenure) {
		this.tenures.put(owner(tenure), tenure);
	}

	void forget(Tenure tenure) {
		this.tenures.remove(owner(tenure), tenure);
	}

	private static Owner owner(Tenure tenure) {
		Claim claim = tenure.claim();
		return new Owner(claim.key().entity(), tenure.thread(), claim.mode() == LockMode.READ);
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
		releaseLater(scheme, claim, LeaseKeeper.now() + left.toNanos(), FIRST_RETRY);
	}

	private void releaseLater(LockScheme scheme, Claim claim, long end, Duration pause) {
		this.background.after(pause, () -> {
			try {
				scheme.release(claim, Duration.ZERO);
			}
			catch (RedisUnavailableException ex) {
				if (LeaseKeeper.now() < end) {
					releaseLater(scheme, claim, end, pause.multipliedBy(2));
				}
			}
		});
	}

	private record Owner(String entity, Thread thread, boolean reading) {
	}

}
