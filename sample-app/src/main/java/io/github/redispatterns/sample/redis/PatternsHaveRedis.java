package io.github.redispatterns.sample.redis;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Component;

/**
 * Whether patterns share their state through Redis now: it answers this page, and the
 * starter has not put it aside.
 */
@Component
public class PatternsHaveRedis {

	private final RedisWatch watch;

	private final MeterRegistry meters;

	PatternsHaveRedis(RedisWatch watch, MeterRegistry meters) {
		this.watch = watch;
		this.meters = meters;
	}

	public boolean now() {
		Gauge gauge = this.meters.find("redis.patterns.available").gauge();
		return this.watch.state().up() && (gauge == null || gauge.value() > 0);
	}

}
