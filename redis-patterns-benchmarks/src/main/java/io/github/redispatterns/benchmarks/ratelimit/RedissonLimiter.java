package io.github.redispatterns.benchmarks.ratelimit;

import java.time.Duration;

import io.github.redispatterns.benchmarks.harness.Keys;
import io.github.redispatterns.benchmarks.harness.Server;
import io.github.redispatterns.benchmarks.harness.Shop;
import org.redisson.Redisson;
import org.redisson.api.RRateLimiter;
import org.redisson.api.RateType;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;

/**
 * Redisson's rate limiter. It has no burst and remembers each admitted call for the
 * period, so the limit that admits everything has a period of a second, which is the
 * cheapest for it.
 */
final class RedissonLimiter implements Limiter {

	private final RedissonClient client;

	RedissonLimiter(Server server) {
		Config config = new Config();
		config.useSingleServer()
			.setAddress(server.url())
			.setConnectionPoolSize(Shop.CONNECTIONS)
			.setConnectionMinimumIdleSize(Shop.CONNECTIONS);
		this.client = Redisson.create(config);
	}

	@Override
	public String name() {
		return "Redisson";
	}

	@Override
	public void prepare(Limit limit, int key) {
		Duration period = (limit == Limit.AMPLE) ? Duration.ofSeconds(1) : limit.period();
		limiter(limit, key).trySetRate(RateType.OVERALL, limit.burst(), period);
	}

	@Override
	public boolean tryAcquire(Limit limit, int key) {
		return limiter(limit, key).tryAcquire();
	}

	private RRateLimiter limiter(Limit limit, int key) {
		return this.client.getRateLimiter("redisson:" + limit.policy() + ":" + Keys.of(key));
	}

	@Override
	public void close() {
		this.client.shutdown();
	}

}
