package io.github.redispatterns.semaphore;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.github.redispatterns.RedisUnavailableException;
import io.github.redispatterns.internal.LeaseKeeper;

/**
 * What this instance saw last of each semaphore: for gauges, and to notice that other
 * instances are configured in another way.
 * <p>
 * Every answer to an attempt says it without a command. Only a gauge that is read when
 * nobody asked for some seconds has it looked up, in the background.
 */
final class Occupancy {

	private static final long FRESH = Duration.ofSeconds(5).toNanos();

	private final Map<String, Seen> seen = new ConcurrentHashMap<>();

	private final Map<String, SemaphoreEvent.ConfigurationConflict> conflicts = new ConcurrentHashMap<>();

	private final LeaseContext context;

	private final Consumer<String> look;

	Occupancy(LeaseContext context, Consumer<String> look) {
		this.context = context;
		this.look = look;
	}

	void watch(SemaphorePolicy policy, String entity) {
		Seen state = new Seen();
		if (this.seen.putIfAbsent(policy.name(), state) == null) {
			this.context.meters()
				.watch(policy.name(), () -> read(policy.name(), state).used, () -> read(policy.name(), state).max,
						() -> this.context.room().waiting(entity));
		}
	}

	private Seen read(String name, Seen state) {
		if (LeaseKeeper.now() - state.at > FRESH && state.looking.compareAndSet(false, true)) {
			this.context.background().after(Duration.ZERO, () -> {
				try {
					this.look.accept(name);
				}
				catch (RedisUnavailableException ex) {
					state.used = Double.NaN;
				}
				finally {
					state.looking.set(false);
				}
			});
		}
		return state;
	}

	void seen(PermitRequest request, SemaphorePolicy policy, PermitScripts.State state) {
		if (state.version() == PermitScripts.State.UNKNOWN) {
			return;
		}
		if (request.key().isEmpty()) {
			note(request.name(), state.used(), state.max());
		}
		if (state.resized() || state.max() == policy.permits()) {
			this.conflicts.remove(request.name());
			return;
		}
		SemaphoreEvent.ConfigurationConflict conflict = new SemaphoreEvent.ConfigurationConflict(request.name(),
				policy.permits(), policy.version(), state.max(), state.version());
		if (!conflict.equals(this.conflicts.put(request.name(), conflict))) {
			this.context.publish(conflict);
		}
	}

	void seen(SemaphoreInfo info) {
		if (info.key().isEmpty()) {
			note(info.name(), info.inUse(), info.permits());
		}
	}

	private void note(String name, long used, long max) {
		Seen state = this.seen.get(name);
		if (state != null) {
			state.used = used;
			state.max = max;
			state.at = LeaseKeeper.now();
		}
	}

	Collection<SemaphoreEvent.ConfigurationConflict> conflicts() {
		return List.copyOf(this.conflicts.values());
	}

	private static final class Seen {

		private volatile double used = Double.NaN;

		private volatile double max = Double.NaN;

		private volatile long at = -FRESH;

		private final AtomicBoolean looking = new AtomicBoolean();

	}

}
