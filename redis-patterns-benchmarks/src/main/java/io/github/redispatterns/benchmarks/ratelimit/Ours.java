package io.github.redispatterns.benchmarks.ratelimit;

import java.util.Map;

import io.github.redispatterns.benchmarks.harness.Keys;
import io.github.redispatterns.benchmarks.harness.Server;
import io.github.redispatterns.benchmarks.harness.Shop;
import io.github.redispatterns.ratelimit.Algorithm;
import io.github.redispatterns.ratelimit.RateLimitPolicy;
import io.github.redispatterns.ratelimit.RateLimits;
import io.github.redispatterns.ratelimit.Tier;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * Ours, from an application that has nothing but the starter.
 */
final class Ours implements Limiter {

	private final String name;

	private final ConfigurableApplicationContext context;

	private final RateLimits limits;

	private Ours(String name, ConfigurableApplicationContext context) {
		this.name = name;
		this.context = context;
		this.limits = context.getBean(RateLimits.class);
		for (Limit limit : Limit.values()) {
			register(limit.policy(), Tier.of(limit.calls(), limit.period()).withBurst(limit.burst()));
		}
		for (Algorithm algorithm : Algorithm.values()) {
			register(policy(algorithm), Tier.of(algorithm, Limit.DAILY.calls(), Limit.DAILY.period()));
		}
	}

	static Ours onJedis(Server server) {
		return new Ours("ours (Jedis)", Shop.open(server.url(), "jedis", Map.of("redis-patterns.namespace", "shop")));
	}

	static Ours onLettuce(Server server) {
		return new Ours("ours (Lettuce)",
				Shop.open(server.url(), "lettuce", Map.of("redis-patterns.namespace", "shop")));
	}

	// Asks Redis for each call, so that its refusals cost what Redis makes of them.
	static Ours forgetful(Server server) {
		return new Ours("ours (Jedis), refusals.size=0", Shop.open(server.url(), "jedis",
				Map.of("redis-patterns.namespace", "shop", "redis-patterns.ratelimit.refusals.size", 0)));
	}

	RateLimits limits() {
		return this.limits;
	}

	// As long as any other, because the name is a part of the key.
	private static String policy(Algorithm algorithm) {
		return Limit.DAILY.policy() + algorithm.ordinal();
	}

	private void register(String policy, Tier tier) {
		this.limits.register(RateLimitPolicy.of(policy, tier));
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public boolean tryAcquire(Limit limit, int key) {
		return this.limits.tryAcquire(limit.policy(), Keys.of(key)).allowed();
	}

	boolean tryAcquire(Algorithm algorithm, int key) {
		return this.limits.tryAcquire(policy(algorithm), Keys.of(key)).allowed();
	}

	@Override
	public void close() {
		this.context.close();
	}

}
