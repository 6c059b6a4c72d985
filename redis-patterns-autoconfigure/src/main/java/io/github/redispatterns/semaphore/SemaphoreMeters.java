package io.github.redispatterns.semaphore;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

import io.github.redispatterns.internal.MeterRow;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * Meters of all semaphores or of all pools, by name.
 */
final class SemaphoreMeters {

	static final List<MeterRow> METERS = List.of(new MeterRow("redis.patterns.semaphore.acquire", "timer",
			"name; outcome = granted, full, interrupted, unavailable", "Attempts to get permits, with the wait"),
			new MeterRow("redis.patterns.semaphore.hold", "timer", "name; outcome = released, lost, unconfirmed",
					"How long permits were held; unconfirmed: Redis did not answer the release, the lease ends it"),
			new MeterRow("redis.patterns.semaphore.renewals", "counter", "outcome = renewed, failed, lost",
					"Renewals of leases"),
			new MeterRow("redis.patterns.semaphore.in.use", "gauge", "name",
					"Permits in use on all instances, as this one saw it last, at most some seconds ago"),
			new MeterRow("redis.patterns.semaphore.max", "gauge", "name", "Permits there are, as this one saw it last"),
			new MeterRow("redis.patterns.semaphore.waiting", "gauge", "name", "Callers of this instance that wait"),
			new MeterRow("redis.patterns.pool.lease", "timer",
					"name; outcome = granted, full, interrupted, unavailable",
					"Attempts to lease items, with the wait"),
			new MeterRow("redis.patterns.pool.hold", "timer", "name; outcome = released, lost, unconfirmed",
					"How long items were held"),
			new MeterRow("redis.patterns.pool.renewals", "counter", "outcome = renewed, failed, lost",
					"Renewals of leases of items"),
			new MeterRow("redis.patterns.pool.leased", "gauge", "name",
					"Items that are lent on all instances, as this one saw it last, at most some seconds ago"),
			new MeterRow("redis.patterns.pool.size", "gauge", "name", "Items that are lent or can be"),
			new MeterRow("redis.patterns.pool.waiting", "gauge", "name", "Callers of this instance that wait"));

	private static final int MOST_NAMES = 1_000;

	private static final String OTHERS = "others";

	private final MeterRegistry registry;

	private final Kind kind;

	private final Map<String, Named> named = new ConcurrentHashMap<>();

	SemaphoreMeters(MeterRegistry registry, Kind kind) {
		this.registry = registry;
		this.kind = kind;
	}

	void asked(String name, Outcome outcome, long nanos) {
		named(name).acquire[outcome.ordinal()].record(nanos, TimeUnit.NANOSECONDS);
	}

	void held(String name, Ending ending, long nanos) {
		named(name).hold[ending.ordinal()].record(nanos, TimeUnit.NANOSECONDS);
	}

	void renewed(String outcome) {
		Counter.builder(this.kind.renewals)
			.description("Renewals of leases")
			.tag("outcome", outcome)
			.register(this.registry)
			.increment();
	}

	/**
	 * Show how full a semaphore or a pool is.
	 * @param name its name
	 * @param used how much is in use
	 * @param max how much there is
	 * @param waiting how many callers wait
	 */
	void watch(String name, DoubleSupplier used, DoubleSupplier max, DoubleSupplier waiting) {
		gauge(this.kind.used, "How much is in use", name, used);
		gauge(this.kind.max, "How much there is", name, max);
		gauge(this.kind.waiting, "Callers of this instance that wait", name, waiting);
	}

	private void gauge(String meter, String description, String name, DoubleSupplier value) {
		Gauge.builder(meter, value::getAsDouble)
			.strongReference(true)
			.description(description)
			.tag("name", name)
			.register(this.registry);
	}

	private Named named(String name) {
		Named known = this.named.get(name);
		if (known != null) {
			return known;
		}
		// names come from code; should they not, the meters stay few
		String tag = (this.named.size() < MOST_NAMES) ? name : OTHERS;
		return this.named.computeIfAbsent(tag, (key) -> new Named(this.registry, this.kind, key));
	}

	/** What is counted. */
	enum Kind {

		SEMAPHORE("redis.patterns.semaphore.acquire", "redis.patterns.semaphore.hold",
				"redis.patterns.semaphore.renewals", "redis.patterns.semaphore.in.use", "redis.patterns.semaphore.max",
				"redis.patterns.semaphore.waiting"),

		POOL("redis.patterns.pool.lease", "redis.patterns.pool.hold", "redis.patterns.pool.renewals",
				"redis.patterns.pool.leased", "redis.patterns.pool.size", "redis.patterns.pool.waiting");

		private final String acquire;

		private final String hold;

		private final String renewals;

		private final String used;

		private final String max;

		private final String waiting;

		Kind(String acquire, String hold, String renewals, String used, String max, String waiting) {
			this.acquire = acquire;
			this.hold = hold;
			this.renewals = renewals;
			this.used = used;
			this.max = max;
			this.waiting = waiting;
		}

	}

	/** How an attempt ended. */
	enum Outcome {

		GRANTED, FULL, INTERRUPTED, UNAVAILABLE

	}

	/** How a hold ended. */
	enum Ending {

		RELEASED, LOST, UNCONFIRMED

	}

	private static final class Named {

		private final Timer[] acquire = new Timer[Outcome.values().length];

		private final Timer[] hold = new Timer[Ending.values().length];

		Named(MeterRegistry registry, Kind kind, String name) {
			for (Outcome outcome : Outcome.values()) {
				this.acquire[outcome.ordinal()] = timer(kind.acquire, "Attempts, with the wait", name, outcome)
					.register(registry);
			}
			for (Ending ending : Ending.values()) {
				this.hold[ending.ordinal()] = timer(kind.hold, "How long it was held", name, ending).register(registry);
			}
		}

		private static Timer.Builder timer(String meter, String description, String name, Enum<?> outcome) {
			return Timer.builder(meter)
				.description(description)
				.tag("name", name)
				.tag("outcome", outcome.name().toLowerCase(Locale.ROOT));
		}

	}

}
