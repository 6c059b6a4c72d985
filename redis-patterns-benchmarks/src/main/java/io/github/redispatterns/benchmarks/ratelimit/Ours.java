package io.github.redispatterns.benchmarks.ratelimit;

import java.util.Map;
import java.util.TreeMap;

import io.github.redispatterns.ratelimit.Algorithm;
import io.github.redispatterns.ratelimit.Charge;
import io.github.redispatterns.ratelimit.RateLimitPolicy;
import io.github.redispatterns.ratelimit.RateLimits;
import io.github.redispatterns.ratelimit.Tier;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * Ours, from an application that has the starter and a few properties.
 */
final class Ours implements Limiter {

	private final String name;

	private final ConfigurableApplicationContext context;

	private final RateLimits limits;

	private Ours(String name, String url, Map<String, Object> properties) {
		this.name = name;
		Map<String, Object> all = new TreeMap<>(properties);
		all.put("spring.data.redis.url", url);
		all.put("spring.data.redis.jedis.pool.max-active", CONNECTIONS);
		all.put("spring.data.redis.jedis.pool.max-idle", CONNECTIONS);
		all.put("redis-patterns.namespace", "shop");
		SpringApplication application = new SpringApplication(Shop.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setBannerMode(Banner.Mode.OFF);
		application.setRegisterShutdownHook(false);
		application.setDefaultProperties(all);
		this.context = application.run();
		this.limits = this.context.getBean(RateLimits.class);
		for (Limit limit : Limit.values()) {
			register(limit.policy(), Tier.of(limit.calls(), limit.period()).withBurst(limit.burst()));
		}
		for (Algorithm algorithm : Algorithm.values()) {
			register(algorithm.name(), Tier.of(algorithm, Limit.DAILY.calls(), Limit.DAILY.period()));
		}
	}

	static Ours onJedis(String url) {
		return new Ours("ours (Jedis)", url, Map.of("spring.data.redis.client-type", "jedis"));
	}

	static Ours onLettuce(String url) {
		return new Ours("ours (Lettuce)", url, Map.of("spring.data.redis.client-type", "lettuce"));
	}

	// Asks Redis for each call, so that its refusals cost what Redis makes of them.
	static Ours forgetful(String url) {
		return new Ours("ours (Jedis), refusals.size=0", url,
				Map.of("spring.data.redis.client-type", "jedis", "redis-patterns.ratelimit.refusals.size", 0));
	}

	RateLimits limits() {
		return this.limits;
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
		return this.limits.tryAcquire(Charge.of(algorithm.name(), Keys.of(key))).allowed();
	}

	@Override
	public void close() {
		this.context.close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Shop {

	}

}
