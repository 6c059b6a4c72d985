package io.github.redispatterns.cache;

import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RunningInstances;

/**
 * What caches promise, on every topology and with every driver, to three instances of one
 * application.
 */
@RedisKeys({ "cache:value", "cache:lease", "cache:versions" })
abstract class CachesContract extends RunningInstances implements TypedContract, CoherenceContract, LoadContract {

	CachesContract() {
		super(3);
	}

	@Override
	protected abstract String driver();

	@Override
	public TieredCacheManager caches(int instance) {
		return bean(instance, TieredCacheManager.class);
	}

}
