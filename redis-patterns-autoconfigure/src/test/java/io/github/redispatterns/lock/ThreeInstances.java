package io.github.redispatterns.lock;

import java.util.Map;

import io.github.redispatterns.support.RunningInstances;

/**
 * Three instances of one application that use locks.
 */
abstract class ThreeInstances extends RunningInstances implements LocksUnderTest {

	ThreeInstances() {
		super(3);
	}

	@Override
	protected void configure(int instance, Map<String, Object> properties) {
		properties.put("redis-patterns.lock.fair.claim-window", CLAIM_WINDOW.toMillis() + "ms");
	}

	@Override
	public Locks locks(int instance) {
		return bean(instance, Locks.class);
	}

}
