package io.github.redispatterns.lock;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.github.redispatterns.internal.MeterRow;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * Meters of all locks, by name of the lock.
 */
final class LockMeters {

	static final String ACQUIRE = "redis.patterns.lock.acquire";

	static final String HOLD = "redis.patterns.lock.hold";

	static final String RENEWALS = "redis.patterns.lock.renewals";

	static final List<MeterRow> METERS = List.of(
			new MeterRow(ACQUIRE, "timer", "name; outcome = acquired, busy, deadlock, interrupted, unavailable",
					"Attempts to get a lock, with the wait"),
			new MeterRow(HOLD, "timer", "name; outcome = released, lost, unconfirmed",
					"How long locks were held; unconfirmed: Redis did not answer the release, the lease ends it"),
			new MeterRow(RENEWALS, "counter", "outcome = renewed, failed, lost", "Renewals of leases"));

	private static final int MOST_NAMES = 1_000;

	private static final String OTHERS = "others";

	private final MeterRegistry registry;

	private final Map<String, Named> named = new ConcurrentHashMap<>();

	LockMeters(MeterRegistry registry) {
		this.registry = registry;
	}

	void asked(String name, Outcome outcome, long nanos) {
		named(name).acquire[outcome.ordinal()].record(nanos, TimeUnit.NANOSECONDS);
	}

	void held(String name, Ending ending, long nanos) {
		named(name).hold[ending.ordinal()].record(nanos, TimeUnit.NANOSECONDS);
	}

	void renewed(String outcome) {
		Counter.builder(RENEWALS)
			.description("Renewals of leases")
			.tag("outcome", outcome)
			.register(this.registry)
			.increment();
	}

	private Named named(String name) {
		Named known = this.named.get(name);
		if (known != null) {
			return known;
		}
		// names come from code; should they not, the meters stay few
		String tag = (this.named.size() < MOST_NAMES) ? name : OTHERS;
		return this.named.computeIfAbsent(tag, (key) -> new Named(this.registry, key));
	}

	/** How an attempt ended. */
	enum Outcome {

		ACQUIRED, BUSY, DEADLOCK, INTERRUPTED, UNAVAILABLE

	}

	/** How a hold ended. */
	enum Ending {

		RELEASED, LOST, UNCONFIRMED

	}

	private static final class Named {

		private final Timer[] acquire = new Timer[Outcome.values().length];

		private final Timer[] hold = new Timer[Ending.values().length];

		Named(MeterRegistry registry, String name) {
			for (Outcome outcome : Outcome.values()) {
				this.acquire[outcome.ordinal()] = timer(ACQUIRE, "Attempts to get a lock", name, outcome)
					.register(registry);
			}
			for (Ending ending : Ending.values()) {
				this.hold[ending.ordinal()] = timer(HOLD, "How long locks were held", name, ending).register(registry);
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
