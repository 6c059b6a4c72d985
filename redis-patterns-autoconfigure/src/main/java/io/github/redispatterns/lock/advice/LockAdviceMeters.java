package io.github.redispatterns.lock.advice;

import java.util.List;

import io.github.redispatterns.internal.MeterRow;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Meters of calls that were protected less than they look.
 */
final class LockAdviceMeters {

	static final String UNPROTECTED = "redis.patterns.lock.unprotected";

	static final String EARLY = "redis.patterns.lock.early.releases";

	static final List<MeterRow> METERS = List.of(
			new MeterRow(UNPROTECTED, "counter", "name; outcome = local, unlocked",
					"Calls that ran under a lock of this instance alone, or none, because Redis was away"),
			new MeterRow(EARLY, "counter", "name", "Locks given back before the transaction around the method ended"));

	private final MeterRegistry registry;

	LockAdviceMeters(MeterRegistry registry) {
		this.registry = registry;
	}

	void unprotected(String name, boolean local) {
		Counter.builder(UNPROTECTED)
			.description("Calls that ran without a shared lock")
			.tag("name", name)
			.tag("outcome", local ? "local" : "unlocked")
			.register(this.registry)
			.increment();
	}

	void early(String name) {
		Counter.builder(EARLY)
			.description("Locks given back before the end of a transaction")
			.tag("name", name)
			.register(this.registry)
			.increment();
	}

}
