package io.github.redispatterns.lock;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

import io.github.redispatterns.RedisUnavailableException;
import io.github.redispatterns.internal.Background;
import io.github.redispatterns.internal.Caller;
import io.github.redispatterns.internal.LeaseKeeper;
import io.github.redispatterns.internal.WaitingRoom;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What this instance holds, and what holding needs.
 */
final class TenureContext {

	private static final Log logger = LogFactory.getLog(Locks.class);

	private static final Duration FIRST_RETRY = Duration.ofMillis(100);

	private final Map<Owner, Tenure> tenures = new ConcurrentHashMap<>();

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
	 * Find what the present caller holds.
	 * @param key which lock
	 * @return its tenure, or {@code null}
	 */
	@Nullable Tenure mine(LockKey key) {
		return this.tenures.isEmpty() ? null : this.tenures.get(new Owner(key.entity(), Caller.current()));
	}

	Collection<Tenure> all() {
		return List.copyOf(this.tenures.values());
	}

	void remember(Tenure tenure) {
		this.tenures.put(owner(tenure), tenure);
	}

	void forget(Tenure tenure) {
		this.tenures.remove(owner(tenure), tenure);
	}

	private static Owner owner(Tenure tenure) {
		return new Owner(tenure.claim().key().entity(), tenure.caller());
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

	void publish(LockEvent event) {
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

	private record Owner(String entity, Object caller) {
	}

}
