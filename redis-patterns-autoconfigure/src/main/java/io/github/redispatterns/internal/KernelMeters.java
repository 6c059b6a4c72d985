package io.github.redispatterns.internal;

import java.util.List;
import java.util.Locale;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * What is known of Redis as a whole.
 */
final class KernelMeters implements MeterBinder {

	static final String AVAILABLE = "redis.patterns.available";

	static final String SKEW = "redis.patterns.clock.skew";

	static final String SUBSCRIPTION = "redis.patterns.kernel.subscription";

	static final String LOSSES = "redis.patterns.kernel.subscription.losses";

	static final String TRUSTED = "redis.patterns.kernel.broadcast.trusted";

	static final String RECEIVED = "redis.patterns.kernel.broadcast.received";

	static final String GAPS = "redis.patterns.kernel.broadcast.gaps";

	static final String FLUSHES = "redis.patterns.kernel.broadcast.flushes";

	static final List<MeterRow> METERS = List.of(
			new MeterRow(AVAILABLE, "gauge", "",
					"Whether Redis answers: 1, or 0 while a part of it is probed in the background"),
			new MeterRow(SKEW, "gauge, milliseconds", "", "This machine's clock minus the Redis server's"),
			new MeterRow(SUBSCRIPTION, "gauge", "",
					"Whether signals arrive: 1, or 0 while waiting patterns only poll; NaN until one waits"),
			new MeterRow(LOSSES, "counter", "", "How often the subscription to signals was lost"),
			new MeterRow(TRUSTED, "gauge", "",
					"Whether a lost broadcast would be noticed in time: 1, or 0; NaN until somebody joins"),
			new MeterRow(RECEIVED, "counter", "", "Broadcasts of other instances"),
			new MeterRow(GAPS, "counter", "", "Broadcasts of other instances that did not arrive"),
			new MeterRow(FLUSHES, "counter", "reason = begin, gap, silence, crowd, unreadable",
					"How often all was forgotten that broadcasts keep fresh; begin: they are trusted from then on"));

	private final ServerClock clock;

	private final Availability availability;

	private final WakeUpHub hub;

	private final RedisBroadcasts broadcasts;

	KernelMeters(ServerClock clock, Availability availability, WakeUpHub hub, RedisBroadcasts broadcasts) {
		this.clock = clock;
		this.availability = availability;
		this.hub = hub;
		this.broadcasts = broadcasts;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder(AVAILABLE, this.availability, (it) -> it.isAvailable() ? 1 : 0)
			.description("Whether Redis answers: 1 or 0")
			.register(registry);
		Gauge.builder(SKEW, this.clock, ServerClock::skewMillis)
			.baseUnit("milliseconds")
			.description("This machine's clock minus the Redis server's")
			.register(registry);
		Gauge.builder(SUBSCRIPTION, this.hub, WakeUpHub::connected)
			.description("Whether signals arrive: 1 or 0")
			.register(registry);
		FunctionCounter.builder(LOSSES, this.hub, WakeUpHub::losses)
			.description("How often the subscription to signals was lost")
			.register(registry);
		bindBroadcasts(registry);
	}

	private void bindBroadcasts(MeterRegistry registry) {
		NewsTally tally = this.broadcasts.tally();
		Gauge.builder(TRUSTED, this.broadcasts, RedisBroadcasts::trusted)
			.description("Whether a lost broadcast would be noticed in time: 1 or 0")
			.register(registry);
		FunctionCounter.builder(RECEIVED, tally, NewsTally::messages)
			.description("Broadcasts of other instances")
			.register(registry);
		FunctionCounter.builder(GAPS, tally, NewsTally::gaps)
			.description("Broadcasts of other instances that did not arrive")
			.register(registry);
		for (NewsTally.Flush reason : NewsTally.Flush.values()) {
			FunctionCounter.builder(FLUSHES, tally, (it) -> it.flushes(reason))
				.tag("reason", reason.name().toLowerCase(Locale.ROOT))
				.description("How often all was forgotten that broadcasts keep fresh")
				.register(registry);
		}
	}

}
