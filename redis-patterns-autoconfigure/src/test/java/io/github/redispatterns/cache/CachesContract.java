package io.github.redispatterns.cache;

import java.util.Map;

import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RunningInstances;

/**
 * What caches promise, on every topology and with every driver, to three instances of one
 * application.
 */
@RedisKeys({ "cache:value", "cache:lease", "cache:versions", "bloom:meta", "bloom:bits" })
abstract class CachesContract extends RunningInstances
		implements TypedContract, CoherenceContract, LoadContract, BulkBehaviours {

	CachesContract() {
		super(3);
	}

	@Override
	protected abstract String driver();

	@Override
	protected void configure(int instance, Map<String, Object> properties) {
		properties.put("redis-patterns.bloom.filters.existing.capacity", 100);
	}

	@Override
	public TieredCacheManager caches(int instance) {
		return bean(instance, TieredCacheManager.class);
	}

}
