package io.github.redispatterns.cache;

import java.util.concurrent.atomic.AtomicInteger;

import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.RunningInstances.Starter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/**
 * What reads and loads do under every setting.
 */
@RedisTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@RedisKeys({ "cache:value", "cache:lease", "cache:versions" })
class CacheBehavioursIT implements LeaseBehaviours, StaleBehaviours, RefreshBehaviours, TimeoutBehaviours,
		TierBehaviours, EvolutionBehaviours {

	private static final AtomicInteger NAMES = new AtomicInteger();

	RedisServers servers;

	private Instances instances;

	@BeforeAll
	void start() {
		this.instances = Instances.start(3, Starter.class, this.servers.applicationProperties("jedis"));
	}

	@AfterAll
	void stop() {
		this.instances.close();
	}

	@Override
	public RedisServers servers() {
		return this.servers;
	}

	@Override
	public TieredCacheManager caches(int instance) {
		return this.instances.beans(TieredCacheManager.class).get(instance);
	}

	@Override
	public String name() {
		return "b" + NAMES.incrementAndGet();
	}

}
