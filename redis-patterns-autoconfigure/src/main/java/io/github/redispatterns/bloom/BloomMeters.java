package io.github.redispatterns.bloom;

import java.util.List;
import java.util.Locale;

import io.github.redispatterns.internal.MeterRow;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Meters of one filter.
 */
final class BloomMeters {

	private static final String CHECKS = "redis.patterns.bloom.checks";

	private static final String ADDS = "redis.patterns.bloom.adds";

	private static final String STARTS = "redis.patterns.bloom.starts";

	private static final String REBUILDS = "redis.patterns.bloom.rebuilds";

	private static final String FILL = "redis.patterns.bloom.fill";

	static final List<MeterRow> METERS = List.of(
			new MeterRow(CHECKS, "counter", "filter; outcome = absent, maybe, unknown",
					"Items looked for; unknown: the filter is not complete, or Redis is away"),
			new MeterRow(ADDS, "counter", "filter; outcome = added, present, refused, not_ready",
					"Items added or claimed; refused: no room, not_ready: waits for a rebuild"),
			new MeterRow(STARTS, "counter", "filter",
					"How often a first item began a filter, or began it anew after Redis had lost it"),
			new MeterRow(REBUILDS, "counter", "filter; outcome = done, busy, failed",
					"Rebuilds; busy: another instance was at it"),
			new MeterRow(FILL, "gauge", "filter",
					"Share of the capacity in use, as the last add or look of this instance saw it; NaN before"));

	private final MeterRegistry registry;

	private final String filter;

	private final Counter[] checks = new Counter[Presence.values().length];

	private final Counter added;

	private final Counter present;

	private final Counter refused;

	private final Counter notReady;

	private final Counter starts;

	private volatile double fill = Double.NaN;

	BloomMeters(MeterRegistry registry, String filter) {
		this.registry = registry;
		this.filter = filter;
		for (Presence presence : Presence.values()) {
			this.checks[presence.ordinal()] = counter(CHECKS, "Items looked for",
					presence.name().toLowerCase(Locale.ROOT));
		}
		this.added = counter(ADDS, "Items added or claimed", "added");
		this.present = counter(ADDS, "Items added or claimed", "present");
		this.refused = counter(ADDS, "Items added or claimed", "refused");
		this.notReady = counter(ADDS, "Items added or claimed", "not_ready");
		this.starts = Counter.builder(STARTS)
			.description("How often a first item began the filter")
			.tag("filter", filter)
			.register(registry);
		Gauge.builder(FILL, this, (it) -> it.fill)
			.description("Share of the capacity in use")
			.tag("filter", filter)
			.register(registry);
	}

	private Counter counter(String name, String description, String outcome) {
		return Counter.builder(name)
			.description(description)
			.tag("filter", this.filter)
			.tag("outcome", outcome)
			.register(this.registry);
	}

	void checked(Presence[] answers) {
		for (Presence answer : answers) {
			this.checks[answer.ordinal()].increment();
		}
	}

	void added(BloomScripts.Added done) {
		this.added.increment(done.added());
		this.refused.increment(done.refused());
		(done.ready() ? this.present : this.notReady).increment(done.present());
		if (done.started()) {
			this.starts.increment();
		}
		filled(done.items(), done.capacity());
	}

	void filled(long items, long capacity) {
		this.fill = (capacity > 0) ? (double) items / capacity : Double.NaN;
	}

	void rebuilt(String outcome) {
		counter(REBUILDS, "Rebuilds", outcome).increment();
	}

}
