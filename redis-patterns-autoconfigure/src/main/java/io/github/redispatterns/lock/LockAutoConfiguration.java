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
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.thread.Threading;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
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
	WaitingRoom redisPatternsLockRoom(WakeUps wakeUps, LockProperties properties) {
		return new WaitingRoom(wakeUps, properties.poll().toNanos());
	}

	@Bean(destroyMethod = "stop")
	@ConditionalOnMissingBean(Locks.class)
	Workers redisPatternsLockWaiters(Environment environment) {
		return new Workers("redis-patterns-lock", 64, 10_000, Duration.ofSeconds(1),
				Threading.VIRTUAL.isActive(environment));
	}

	@Bean
	@ConditionalOnMissingBean(Locks.class)
	TenureContext redisPatternsLockTenures(LeaseKeeper keeper, @Qualifier("redisPatternsLockRoom") WaitingRoom room,
			Background background, Workers workers, ObjectProvider<MeterRegistry> registries,
			ApplicationEventPublisher events) {
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
			Background background, TenureContext tenures, LockProperties properties) {
		TurnWatch turns = new TurnWatch(background, tenures.room()::signal, properties.fair().claimWindow());
		ScriptRunner acknowledged = replicas.acknowledged(properties.replicas().count(),
				properties.replicas().timeout(), LockProperties.Replicas.PREFIX);
		return new LockSchemes((runner) -> modes(runner, wakeUps, turns, properties), scripts, acknowledged,
				new QuorumScheme(quorum, properties.quorum(), background));
	}

	private static Map<LockMode, LockScheme> modes(ScriptRunner scripts, WakeUps wakeUps, TurnWatch turns,
			LockProperties properties) {
		Duration fenceTtl = properties.fenceTtl();
		Duration register = properties.poll().multipliedBy(2);
		LockScripts mutex = new LockScripts(scripts, wakeUps, fenceTtl, register);
		return Map.of(LockMode.MUTEX, mutex, LockMode.FAIR, new FairScripts(scripts, wakeUps, mutex, turns, properties),
				LockMode.READ, new ReadScripts(scripts, wakeUps, fenceTtl, register), LockMode.WRITE,
				new WriteScripts(scripts, wakeUps, mutex, fenceTtl, properties.poll()));
	}

	@Bean
	@ConditionalOnMissingBean
	Locks redisPatternsLocks(TenureContext tenures, LockSchemes schemes, ScriptRunner scripts, WakeUps wakeUps,
			KeySpace space, LockProperties properties, Instance instance, Background background,
			@Qualifier("redisPatternsLockWaiters") Workers waiters) {
		LockKeys keys = new LockKeys(space);
		DeadlockWatch deadlocks = new DeadlockWatch(tenures, new SharedWaits(new WaitScripts(scripts), keys),
				background, properties.deadlockDetection());
		return new RedisLocks(tenures, deadlocks, schemes, new LockInspection(scripts, wakeUps, properties.fenceTtl()),
				keys, properties, instance, waiters::execute);
	}

	@Bean
	@ConditionalOnMissingBean
	FencedStore redisPatternsFencedStore(ScriptRunner scripts, KeySpace space, LockProperties properties) {
		return new RedisFencedStore(new FenceScripts(scripts), new LockKeys(space), properties.fenceTtl());
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
	static class EndpointConfiguration {

		@Bean
		@ConditionalOnMissingBean
		@ConditionalOnAvailableEndpoint
		LocksEndpoint redisPatternsLocksEndpoint(Locks locks, ObjectProvider<TenureContext> tenures) {
			return new LocksEndpoint(locks, tenures.getIfAvailable());
		}

	}

}
