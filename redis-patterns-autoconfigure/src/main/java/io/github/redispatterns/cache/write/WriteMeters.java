package io.github.redispatterns.cache.write;

import java.util.List;
import java.util.function.ToDoubleFunction;

import io.github.redispatterns.internal.MeterRow;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Meters of one cache that writes to a source.
 */
final class WriteMeters {

	private static final String FLUSHED = "redis.patterns.cache.writebehind.flushed";

	private static final String RETRIES = "redis.patterns.cache.writebehind.retries";

	private static final String DEAD = "redis.patterns.cache.writebehind.dead";

	private static final String REFUSED = "redis.patterns.cache.writebehind.refused";

	private static final String BACKLOG = "redis.patterns.cache.writebehind.backlog";

	static final List<MeterRow> METERS = List.of(
			new MeterRow(FLUSHED, "counter", "cache", "Changes that this instance wrote to the source later"),
			new MeterRow(RETRIES, "counter", "cache", "Changes that failed and are tried again"),
			new MeterRow(DEAD, "counter", "cache", "Changes that were given up"),
			new MeterRow(REFUSED, "counter", "cache", "Writes that found too many waiting"),
			new MeterRow(BACKLOG, "gauge", "cache",
					"Keys that wait to be written, of all instances; asks Redis when it is read, NaN while that is away"));

	private final MeterRegistry registry;

	private final String cache;

	private final Counter flushed;

	private final Counter retries;

	private final Counter dead;

	private final Counter refused;

	WriteMeters(MeterRegistry registry, String cache) {
		this.registry = registry;
		this.cache = cache;
		this.flushed = counter(FLUSHED, "Changes written to the source later");
		this.retries = counter(RETRIES, "Changes that failed and are tried again");
		this.dead = counter(DEAD, "Changes that were given up");
		this.refused = counter(REFUSED, "Writes that found too many waiting");
	}

	private Counter counter(String name, String description) {
		return Counter.builder(name).description(description).tag("cache", this.cache).register(this.registry);
	}

	<T> void backlog(T queue, ToDoubleFunction<T> size) {
		Gauge.builder(BACKLOG, queue, size)
			.description("Keys that wait to be written")
			.tag("cache", this.cache)
			.register(this.registry);
	}

	void flushed(long changes) {
		this.flushed.increment(changes);
	}

	void failed(boolean givenUp) {
		(givenUp ? this.dead : this.retries).increment();
	}

	void refused() {
		this.refused.increment();
	}

}
