package io.github.redispatterns.internal;

import java.time.Duration;
import java.util.Locale;

import redis.clients.jedis.UnifiedJedis;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Primary;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.util.StringUtils;

/**
 * Wires what all patterns share. Nothing here opens a connection or starts a thread.
 */
@AutoConfiguration(after = DataRedisAutoConfiguration.class)
@ConditionalOnClass({ RedisConnectionFactory.class, UnifiedJedis.class })
@ConditionalOnBooleanProperty(name = "redis-patterns.enabled", matchIfMissing = true)
@EnableConfigurationProperties(RedisPatternsProperties.class)
@ImportRuntimeHints(KernelRuntimeHints.class)
public final class KernelAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	KeySpace redisPatternsKeySpace(RedisPatternsProperties properties, Environment environment) {
		String namespace = properties.namespace();
		return new KeySpace(StringUtils.hasText(namespace) ? namespace
				: environment.getProperty("spring.application.name", "redis-patterns").toLowerCase(Locale.ROOT));
	}

	@Bean
	@Primary
	Background redisPatternsBackground() {
		return new Background("redis-patterns-background");
	}

	@Bean
	Background redisPatternsWatchtower() {
		return new Background("redis-patterns-watchtower");
	}

	@Bean
	RedisDriver redisPatternsDriver(RedisConnectionFactory factory,
			@Qualifier("redisPatternsWatchtower") Background watchtower) {
		return RedisDriver.of(factory, watchtower);
	}

	@Bean
	ServerProbe redisPatternsProbe(RedisDriver driver, KeySpace space) {
		return new ServerProbe(driver.scripts(), space, driver.zones());
	}

	@Bean
	Availability redisPatternsAvailability(RedisDriver driver, ServerProbe probe, Background background,
			RedisPatternsProperties properties) {
		return new Availability(driver.zones(), properties.availability(), background, probe::serverMillis);
	}

	@Bean
	@ConditionalOnMissingBean
	ScriptRunner redisPatternsScripts(RedisDriver driver, Availability availability) {
		return new GuardedScriptRunner(driver.scripts(), availability);
	}

	@Bean(defaultCandidate = false)
	ImpatientScripts redisPatternsImpatientScripts(RedisDriver driver, ServerProbe probe, Background background,
			RedisPatternsProperties properties) {
		return new ImpatientScripts(driver, probe, background, properties.availability().probeInterval());
	}

	@Bean
	ReplicaScripts redisPatternsReplicaScripts(RedisConnectionFactory factory, Availability availability) {
		return new ReplicaScripts(factory, availability);
	}

	@Bean
	ServerClock redisPatternsServerClock(ServerProbe probe, Background background) {
		return new ServerClock(probe, background, System::currentTimeMillis);
	}

	@Bean(destroyMethod = "stop")
	Workers redisPatternsRenewals(Environment environment) {
		return new Workers("redis-patterns-renewal", 4, 10_000, Duration.ofSeconds(1),
				Threading.VIRTUAL.isActive(environment));
	}

	@Bean(destroyMethod = "stop")
	@Primary
	Workers redisPatternsWorkers(Environment environment) {
		return new Workers("redis-patterns-worker", 16, 1000, Duration.ofSeconds(10),
				Threading.VIRTUAL.isActive(environment));
	}

	@Bean(destroyMethod = "stop")
	WakeUpHub redisPatternsWakeUps(RedisConnectionFactory factory, KeySpace space) {
		return WakeUpHub.of(factory, space);
	}

	@Bean(destroyMethod = "stop")
	RedisBroadcasts redisPatternsBroadcasts(RedisConnectionFactory factory, KeySpace space, RedisDriver driver,
			RedisPatternsProperties properties, Environment environment) {
		return RedisBroadcasts.of(factory, space, driver, properties.broadcast().maxSilence(),
				Threading.VIRTUAL.isActive(environment));
	}

	@Bean
	@ConditionalOnMissingBean
	Instance redisPatternsInstance(RedisPatternsProperties properties) {
		return new Instance(properties.instance());
	}

	@Bean
	LeaseKeeper redisPatternsLeases(@Qualifier("redisPatternsRenewals") Workers renewals,
			RedisPatternsProperties properties) {
		return new LeaseKeeper(renewals::execute, properties.drain());
	}

	@Bean
	KernelMeters redisPatternsKernelMeters(ServerClock clock, Availability availability, WakeUpHub hub,
			RedisBroadcasts broadcasts) {
		return new KernelMeters(clock, availability, hub, broadcasts);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static AnnotatedBeansCheck redisPatternsAnnotatedBeansCheck(ConfigurableListableBeanFactory beans,
			ObjectProvider<AnnotationContract> contracts, Environment environment) {
		RedisPatternsProperties.Lint lint = Binder.get(environment)
			.bind("redis-patterns.lint", RedisPatternsProperties.Lint.class)
			.orElse(RedisPatternsProperties.Lint.FAIL);
		return new AnnotatedBeansCheck(beans, contracts, lint);
	}

	@Configuration(proxyBeanMethods = false)
	static class JedisDefaultsConfiguration {

		@Bean
		SafeJedisDefaults redisPatternsJedisDefaults(DataRedisConnectionDetails details) {
			return new SafeJedisDefaults(details);
		}

	}

}
