package io.github.redispatterns.ratelimit;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import io.github.redispatterns.internal.MeterRow;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * Meters of one policy, built once.
 */
final class RateLimitMeters {

	static final String DECISIONS = "redis.patterns.ratelimit.decisions";

	static final String ROUND_TRIPS = "redis.patterns.ratelimit.roundtrip";

	static final String RESERVATIONS = "redis.patterns.ratelimit.reservations";

	static final List<MeterRow> METERS = List.of(
			new MeterRow(DECISIONS, "counter",
					"policy; outcome = allowed, refused, shadowed; source = redis, remembered, local, unavailable",
					"Decisions of a policy"),
			new MeterRow(ROUND_TRIPS, "timer", "policy", "Decisions that Redis took, with the way there and back"),
			new MeterRow(RESERVATIONS, "counter", "policy; outcome = committed, cancelled, late, unsettled",
					"How reservations ended; late: after their hold, unsettled: Redis did not answer"));

	private final Counter[] decisions;

	private final Timer roundTrips;

	private final MeterRegistry registry;

	private final String policy;

	RateLimitMeters(MeterRegistry registry, String policy) {
		this.registry = registry;
		this.policy = policy;
		Decision.Source[] sources = Decision.Source.values();
		this.decisions = new Counter[sources.length * Outcome.values().length];
		for (Decision.Source source : sources) {
			for (Outcome outcome : Outcome.values()) {
				this.decisions[index(source, outcome)] = Counter.builder(DECISIONS)
					.description("Decisions of a rate limit")
					.tag("policy", policy)
					.tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
					.tag("source", source.name().toLowerCase(Locale.ROOT))
					.register(registry);
			}
		}
		this.roundTrips = Timer.builder(ROUND_TRIPS)
			.description("Decisions that Redis took")
			.tag("policy", policy)
			.register(registry);
	}

	void decided(Decision decision) {
		this.decisions[index(decision.source(), Outcome.of(decision))].increment();
	}

	void answered(long nanos) {
		this.roundTrips.record(nanos, TimeUnit.NANOSECONDS);
	}

	void settled(String outcome) {
		Counter.builder(RESERVATIONS)
			.description("How reservations ended")
			.tag("policy", this.policy)
			.tag("outcome", outcome)
			.register(this.registry)
			.increment();
	}

	private static int index(Decision.Source source, Outcome outcome) {
		return source.ordinal() * Outcome.values().length + outcome.ordinal();
	}

	private enum Outcome {

		ALLOWED, REFUSED, SHADOWED;

		static Outcome of(Decision decision) {
			if (decision instanceof Decision.Allowed allowed) {
				return allowed.shadowed() ? SHADOWED : ALLOWED;
			}
			return REFUSED;
		}

	}

}
