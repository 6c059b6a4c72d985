package io.github.redispatterns.semaphore;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * What this instance saw last of each semaphore: for gauges, and to notice that other
 * instances are configured in another way.
 */
final class Occupancy {

	private final Map<String, Seen> seen = new ConcurrentHashMap<>();

	private final Map<String, SemaphoreEvent.ConfigurationConflict> conflicts = new ConcurrentHashMap<>();

	private final LeaseContext context;

	private final Consumer<String> look;

	Occupancy(LeaseContext context, Consumer<String> look) {
		this.context = context;
		this.look = look;
	}

	void watch(SemaphorePolicy policy, String entity) {
		Seen state = new Seen(this.context, () -> this.look.accept(policy.name()));
		if (this.seen.putIfAbsent(policy.name(), state) == null) {
			this.context.meters()
				.watch(policy.name(), state::used, state::max, () -> this.context.room().waiting(entity));
		}
	}

	void seen(PermitRequest request, SemaphorePolicy policy, PermitScripts.State state) {
		if (state.version() == PermitScripts.State.UNKNOWN) {
			return;
		}
		if (request.key().isEmpty()) {
			note(request.name(), state.used(), state.max());
		}
		if (state.resized()) {
			return;
		}
		if (state.max() == policy.permits()) {
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
			state.saw(used, max);
		}
	}

	Collection<SemaphoreEvent.ConfigurationConflict> conflicts() {
		return List.copyOf(this.conflicts.values());
	}

}
