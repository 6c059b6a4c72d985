package io.github.redispatterns.benchmarks.lock;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.stream.Stream;

import io.github.redispatterns.benchmarks.harness.Server;
import io.github.redispatterns.benchmarks.harness.Shop;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.integration.redis.util.RedisLockRegistry;
import org.springframework.integration.redis.util.RedisLockRegistry.RedisLockType;

/**
 * Spring Integration's lock registry.
 */
final class IntegrationLocker implements Locker {

	private final String name;

	private final List<ConfigurableApplicationContext> contexts;

	private final List<RedisLockRegistry> registries;

	private IntegrationLocker(String name, Server server, RedisLockType type) {
		this.name = name;
		this.contexts = Stream.generate(() -> Shop.open(server.url(), "jedis", Map.of("redis-patterns.enabled", false)))
			.limit(INSTANCES)
			.toList();
		this.registries = this.contexts.stream().map((context) -> registry(context, type)).toList();
	}

	static IntegrationLocker spinning(Server server) {
		return new IntegrationLocker("Spring Integration (spin)", server, RedisLockType.SPIN_LOCK);
	}

	static IntegrationLocker subscribed(Server server) {
		return new IntegrationLocker("Spring Integration (pub/sub)", server, RedisLockType.PUB_SUB_LOCK);
	}

	private static RedisLockRegistry registry(ConfigurableApplicationContext context, RedisLockType type) {
		RedisLockRegistry registry = new RedisLockRegistry(context.getBean(RedisConnectionFactory.class),
				"integration-" + type, Duration.ofSeconds(30).toMillis());
		registry.setRedisLockType(type);
		return registry;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public boolean supports(Kind kind, boolean contended) {
		return kind == Kind.MUTEX;
	}

	@Override
	public Release lock(int instance, Kind kind, String key) {
		Lock lock = this.registries.get(instance).obtain(key);
		lock.lock();
		return lock::unlock;
	}

	@Override
	public void close() {
		this.registries.forEach(RedisLockRegistry::destroy);
		this.contexts.forEach(ConfigurableApplicationContext::close);
	}

}
