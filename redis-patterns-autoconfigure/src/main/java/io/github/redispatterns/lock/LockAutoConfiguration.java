package io.github.redispatterns.lock;

import java.time.Duration;
import java.util.Map;

import io.github.redispatterns.internal.Background;
import io.github.redispatterns.internal.Instance;
import io.github.redispatterns.internal.KernelAutoConfiguration;
import io.github.redispatterns.internal.KeySpace;
import io.github.redispatterns.internal.LeaseKeeper;
import io.github.redispatterns.internal.ReplicaScripts;
import io.github.redispatterns.internal.ScriptRunner;
import io.github.redispatterns.internal.WaitingRoom;
import io.github.redispatterns.internal.WakeUps;
import io.github.redispatterns.internal.Workers;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.thread.Threading;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Wires locks.
 */
@AutoConfiguration(after = KernelAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnBean(ScriptRunner.class)
@ConditionalOnBooleanProperty(name = "redis-patterns.lock.enabled", matchIfMissing = true)
@EnableConfigurationProperties(LockProperties.class)
public final class LockAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(Locks.class)
	TenureContext redisPatternsLockTenures(LeaseKeeper keeper, WakeUps wakeUps, Background background, Workers workers,
			LockProperties properties, ObjectProvider<MeterRegistry> registries, ApplicationEventPublisher events) {
		WaitingRoom room = new WaitingRoom(wakeUps, properties.poll().toNanos());
		LockMeters meters = new LockMeters(registries.getIfAvailable(CompositeMeterRegistry::new));
		return new TenureContext(keeper, room, background, workers::execute, meters, events::publishEvent);
	}

	@Bean
	@ConditionalOnMissingBean(Locks.class)
	Quorum redisPatternsLockQuorum(LockProperties properties, Environment environment) {
		return new Quorum(properties.quorum(), properties.fenceTtl(), Threading.VIRTUAL.isActive(environment));
	}

	@Bean
	@ConditionalOnMissingBean(Locks.class)
	LockSchemes redisPatternsLockSchemes(ScriptRunner scripts, ReplicaScripts replicas, Quorum quorum, WakeUps wakeUps,
			Background background, LockProperties properties) {
		ScriptRunner acknowledged = replicas.acknowledged(properties.replicas().count(),
				properties.replicas().timeout(), LockProperties.Replicas.PREFIX);
		return new LockSchemes((runner) -> modes(runner, wakeUps, properties), scripts, acknowledged,
				new QuorumScheme(quorum, properties.quorum(), background));
	}

	private static Map<LockMode, LockScheme> modes(ScriptRunner scripts, WakeUps wakeUps, LockProperties properties) {
		Duration register = properties.poll().multipliedBy(2);
		LockScripts mutex = new LockScripts(scripts, wakeUps, properties.fenceTtl(), register);
		return Map.of(LockMode.MUTEX, mutex);
	}

	@Bean
	@ConditionalOnMissingBean
	Locks redisPatternsLocks(TenureContext tenures, LockSchemes schemes, ScriptRunner scripts, WakeUps wakeUps,
			KeySpace space, LockProperties properties, Instance instance, Workers workers, Background background) {
		LockKeys keys = new LockKeys(space);
		DeadlockWatch watch = new DeadlockWatch(tenures, new SharedWaits(new WaitScripts(scripts), keys), background,
				properties.deadlockDetection());
		return new RedisLocks(tenures, watch, schemes, new LockInspection(scripts, wakeUps, properties.fenceTtl()),
				keys, properties, instance, workers::execute);
	}

}
