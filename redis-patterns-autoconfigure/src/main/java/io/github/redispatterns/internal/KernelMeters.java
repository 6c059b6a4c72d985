package io.github.redispatterns.internal;

import java.util.List;

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

	static final List<MeterRow> METERS = List.of(
			new MeterRow(AVAILABLE, "gauge", "",
					"Whether Redis answers: 1, or 0 while a part of it is probed in the background"),
			new MeterRow(SKEW, "gauge, milliseconds", "", "This machine's clock minus the Redis server's"),
			new MeterRow(SUBSCRIPTION, "gauge", "",
					"Whether signals arrive: 1, or 0 while waiting patterns only poll; NaN until one waits"),
			new MeterRow(LOSSES, "counter", "", "How often the subscription to signals was lost"));

	private final ServerClock clock;

	private final Availability availability;

	private final WakeUpHub hub;

	KernelMeters(ServerClock clock, Availability availability, WakeUpHub hub) {
		this.clock = clock;
		this.availability = availability;
		this.hub = hub;
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
	}

}
