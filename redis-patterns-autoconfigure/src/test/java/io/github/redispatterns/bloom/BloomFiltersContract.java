package io.github.redispatterns.bloom;

import java.util.Map;

import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RunningInstances;

/**
 * What {@link BloomFilters} promise, on every topology and with every driver, to two
 * instances of one application.
 */
@RedisKeys({ "bloom:meta", "bloom:bits" })
abstract class BloomFiltersContract extends RunningInstances
		implements AddContract, ClaimContract, RotationContract, RebuildContract, LossContract, CompletenessContract {

	BloomFiltersContract() {
		super(2);
	}

	@Override
	protected abstract String driver();

	@Override
	protected void configure(int instance, Map<String, Object> properties) {
		properties.put("redis-patterns.bloom.max-memory", "32KB");
	}

	@Override
	public BloomFilters filters(int instance) {
		return bean(instance % 2, BloomFilters.class);
	}

}
