package io.github.redispatterns.semaphore;

import java.util.Map;

import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RunningInstances;

/**
 * What {@link Semaphores} promise, on every topology and with every driver, to three
 * instances of one application.
 */
@RedisKeys({ "semaphore:permits", "semaphore:config", "semaphore:waiters", "semaphore:queue", "pool:free",
		"pool:leased", "pool:holders", "pool:suspect", "pool:state", "pool:waiters" })
abstract class SemaphoresContract extends RunningInstances
		implements PermitContract, WeightContract, FairContract, ResizeContract, LimitContract, PoolContract {

	SemaphoresContract() {
		super(3);
	}

	@Override
	protected abstract String driver();

	@Override
	protected void configure(int instance, Map<String, Object> properties) {
		// a machine that is busy must not cost anybody a place
		properties.put("redis-patterns.semaphore.claim", "3s");
	}

	@Override
	public Semaphores semaphores(int instance) {
		return bean(instance, Semaphores.class);
	}

	@Override
	public ResourcePools pools(int instance) {
		return bean(instance, ResourcePools.class);
	}

	@Override
	public int locallyWaiting(int instance, PermitRequest request) {
		return ((RedisSemaphores) semaphores(instance)).waiting(request);
	}

}
