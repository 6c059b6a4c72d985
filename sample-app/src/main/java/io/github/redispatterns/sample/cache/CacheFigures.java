package io.github.redispatterns.sample.cache;

import java.util.List;

import io.github.redispatterns.sample.shop.Shelf;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * What the card shows: requests and loads as the starter's meters count them, and where
 * each product is.
 */
@Component
class CacheFigures {

	private static final String METERS = "redis.patterns.cache.";

	private final MeterRegistry meters;

	private final Caches caches;

	CacheFigures(MeterRegistry meters, Caches caches) {
		this.meters = meters;
		this.caches = caches;
	}

	@Nullable Live read(boolean shared) {
		if (!this.caches.enabled()) {
			return null;
		}
		return new Live(count("requests", "tier", "memory", "result", "hit"),
				count("requests", "tier", "redis", "result", "hit"),
				count("requests", "tier", "redis", "result", "miss"), count("coalesced"),
				count("loads", "result", "success"), executions(), written(), waiting(),
				shared ? this.caches.look() : null);
	}

	private long count(String meter, String... tags) {
		return (long) this.meters.find(METERS + meter)
			.tags(tags)
			.functionCounters()
			.stream()
			.mapToDouble(FunctionCounter::count)
			.sum();
	}

	private long written() {
		return (long) this.meters.find(METERS + "writebehind.flushed")
			.counters()
			.stream()
			.mapToDouble((written) -> written.count())
			.sum();
	}

	private @Nullable Long waiting() {
		Gauge backlog = this.meters.find(METERS + "writebehind.backlog").gauge();
		double keys = (backlog != null) ? backlog.value() : Double.NaN;
		return Double.isNaN(keys) ? null : (long) keys;
	}

	private long executions() {
		return (long) this.meters.find(Shelf.READS).counters().stream().mapToDouble((reads) -> reads.count()).sum();
	}

	/**
	 * The figures of this instance since the start.
	 *
	 * @param memory hits in memory
	 * @param redis hits in Redis
	 * @param misses requests that neither had
	 * @param shared callers who got what another one of this instance loaded
	 * @param loads loads that succeeded
	 * @param executions how often the database was asked
	 * @param written changes that this instance wrote to the database later
	 * @param waiting keys that wait for that, or {@code null} if nobody knows
	 * @param products where each product is, or {@code null} while Redis cannot say
	 */
	record Live(long memory, long redis, long misses, long shared, long loads, long executions, long written,
			@Nullable Long waiting, @Nullable List<Caches.Place> products) {
	}

}
