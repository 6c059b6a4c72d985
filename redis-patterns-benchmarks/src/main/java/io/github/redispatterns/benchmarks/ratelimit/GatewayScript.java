package io.github.redispatterns.benchmarks.ratelimit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import redis.clients.jedis.ConnectionPoolConfig;

import org.springframework.core.io.ClassPathResource;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.jedis.JedisClientConfiguration;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;

/**
 * The script of Spring Cloud Gateway's rate limiter, out of its published jar, through
 * Spring Data Redis.
 * <p>
 * It knows only whole tokens per second. Slower limits are expressed as its documentation
 * says: one token per second and calls that cost as many tokens as seconds lie between
 * them.
 */
final class GatewayScript implements Limiter {

	private static final String SCRIPT = "META-INF/scripts/request_rate_limiter.lua";

	private final String name;

	private final RedisConnectionFactory factory;

	private final StringRedisTemplate template;

	@SuppressWarnings("rawtypes")
	private final RedisScript<List> script;

	private GatewayScript(String name, RedisConnectionFactory factory) {
		this.name = name;
		this.factory = factory;
		this.template = new StringRedisTemplate(factory);
		this.script = RedisScript.of(text(), List.class);
	}

	static GatewayScript onJedis(int port) {
		ConnectionPoolConfig pool = new ConnectionPoolConfig();
		pool.setMaxTotal(CONNECTIONS);
		pool.setMaxIdle(CONNECTIONS);
		JedisConnectionFactory factory = new JedisConnectionFactory(new RedisStandaloneConfiguration("127.0.0.1", port),
				JedisClientConfiguration.builder().usePooling().poolConfig(pool).build());
		factory.afterPropertiesSet();
		factory.start();
		return new GatewayScript("Gateway's script (Jedis)", factory);
	}

	static GatewayScript onLettuce(int port) {
		LettuceConnectionFactory factory = new LettuceConnectionFactory("127.0.0.1", port);
		factory.afterPropertiesSet();
		factory.start();
		return new GatewayScript("Gateway's script (Lettuce)", factory);
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public boolean tryAcquire(Limit limit, int key) {
		String prefix = this.name + ".{" + limit.policy() + "." + Keys.of(key);
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
		if (this.factory instanceof JedisConnectionFactory jedis) {
			jedis.destroy();
		}
		else if (this.factory instanceof LettuceConnectionFactory lettuce) {
			lettuce.destroy();
		}
	}

}
