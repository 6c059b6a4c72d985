package io.github.redispatterns.semaphore;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

import io.github.redispatterns.PatternConfigurationException;
import io.github.redispatterns.internal.Instance;

/**
 * Pools in Redis.
 */
final class RedisPools implements ResourcePools {

	private final Map<String, RedisPool> pools = new ConcurrentSkipListMap<>();

	private final LeaseContext context;

	private final PoolScripts scripts;

	private final SemaphoreKeys keys;

	private final SemaphoreProperties properties;

	private final Instance instance;

	RedisPools(LeaseContext context, PoolScripts scripts, SemaphoreKeys keys, SemaphoreProperties properties,
			Instance instance) {
		this.context = context;
		this.scripts = scripts;
		this.keys = keys;
		this.properties = properties;
		this.instance = instance;
		properties.pools().forEach((name, pool) -> register(pool.policy(name)));
	}

	@Override
	public ResourcePool register(PoolPolicy policy) {
		RedisPool pool = new RedisPool(this.context, this.scripts,
				PoolScripts.Shelf.of(policy, this.keys.pool(policy.name())), this.properties, this.instance);
		RedisPool known = this.pools.putIfAbsent(policy.name(), pool);
		if (known == null) {
			pool.watch();
			return pool;
		}
		if (!known.policy().equals(policy)) {
			throw new PatternConfigurationException("Pool '%s'".formatted(policy.name()),
					"is defined twice, as %s and as %s".formatted(known.policy(), policy),
					"Give one of them another name.");
		}
		return known;
	}

	@Override
	public ResourcePool pool(String name) {
		RedisPool pool = this.pools.get(name);
		if (pool == null) {
			throw new PatternConfigurationException("Pool '%s'".formatted(name), "is not defined",
					"Define 'redis-patterns.semaphore.pools.%s.items', or register it; known are %s.".formatted(name,
							this.pools.keySet()));
		}
		return pool;
	}

	@Override
	public Collection<ResourcePool> pools() {
		return List.copyOf(this.pools.values());
	}

}
