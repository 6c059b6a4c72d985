package io.github.redispatterns.benchmarks.ratelimit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.github.redispatterns.benchmarks.harness.Keys;
import io.github.redispatterns.benchmarks.harness.Server;
import io.github.redispatterns.benchmarks.harness.Shop;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.ClassPathResource;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;

/**
 * The script of Spring Cloud Gateway's rate limiter, which the build takes out of its
 * published jar, through Spring Data Redis.
 * <p>
 * It knows only whole tokens per second. Slower limits are expressed as its documentation
 * says: one token per second and calls that cost as many tokens as seconds lie between
 * them.
 */
final class GatewayScript implements Limiter {

	private static final String SCRIPT = "META-INF/scripts/request_rate_limiter.lua";

	private final String name;

	private final ConfigurableApplicationContext context;

	private final StringRedisTemplate template;

	@SuppressWarnings("rawtypes")
	private final RedisScript<List> script;

	private GatewayScript(String name, ConfigurableApplicationContext context) {
		this.name = name;
		this.context = context;
		this.template = context.getBean(StringRedisTemplate.class);
		this.script = RedisScript.of(text(), List.class);
	}

	static GatewayScript onJedis(Server server) {
		return new GatewayScript("Gateway's script (Jedis)",
				Shop.open(server.url(), "jedis", Map.of("redis-patterns.enabled", false)));
	}

	static GatewayScript onLettuce(Server server) {
		return new GatewayScript("Gateway's script (Lettuce)",
				Shop.open(server.url(), "lettuce", Map.of("redis-patterns.enabled", false)));
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public boolean tryAcquire(Limit limit, int key) {
		String prefix = "request_rate_limiter.{" + limit.policy() + "." + Keys.of(key);
		List<?> reply = this.template.execute(this.script, List.of(prefix + "}.tokens", prefix + "}.timestamp"),
				arguments(limit));
		return reply != null && Long.valueOf(1).equals(reply.get(0));
	}

	private static Object[] arguments(Limit limit) {
		long seconds = limit.period().dividedBy(limit.calls()).toSeconds();
		return (seconds <= 1)
				? new Object[] { Long.toString(limit.calls() / limit.period().toSeconds()),
						Long.toString(limit.burst()), "", "1" }
				: new Object[] { "1", Long.toString(seconds * limit.burst()), "", Long.toString(seconds) };
	}

	private static String text() {
		try {
			return new ClassPathResource(SCRIPT).getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.context.close();
	}

}
