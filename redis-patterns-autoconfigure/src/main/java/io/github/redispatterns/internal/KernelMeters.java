package io.github.redispatterns.internal;

import java.util.List;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * What is known of Redis as a whole.
 */
final class KernelMeters implements MeterBinder {

	static final String AVAILABLE = "redis.patterns.available";

	static final String SKEW = "redis.patterns.clock.skew";

	static final List<MeterRow> METERS = List.of(
			new MeterRow(AVAILABLE, "gauge", "",
					"Whether Redis answers: 1, or 0 while a part of it is probed in the background"),
			new MeterRow(SKEW, "gauge, milliseconds", "", "This machine's clock minus the Redis server's"));

	private final ServerClock clock;

	private final Availability availability;

	KernelMeters(ServerClock clock, Availability availability) {
		this.clock = clock;
		this.availability = availability;
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
	}

}
