package io.github.redispatterns.internal;

import java.util.Locale;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;

import org.springframework.beans.factory.ObjectProvider;
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
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
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
	Background redisPatternsBackground() {
		return new Background();
	}

	@Bean
	RedisDriver redisPatternsDriver(RedisConnectionFactory factory) {
		return RedisDriver.of(factory);
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

	@Bean
	ServerClock redisPatternsServerClock(ServerProbe probe, Background background) {
		return new ServerClock(probe, background, System::currentTimeMillis);
	}

	@Bean
	MeterBinder redisPatternsKernelMeters(ServerClock clock, Availability availability) {
		return (registry) -> {
			Gauge.builder("redis.patterns.clock.skew", clock, ServerClock::skewMillis)
				.baseUnit("milliseconds")
				.description("This machine's clock minus the Redis server's")
				.register(registry);
			Gauge.builder("redis.patterns.available", availability, (a) -> a.isAvailable() ? 1 : 0)
				.description("Whether Redis answers: 1, or 0 while it is probed in the background")
				.register(registry);
		};
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

	/**
	 * The driver that the application chose, as a runner of scripts.
	 *
	 * @param scripts runs scripts without asking whether Redis is there
	 * @param zones how many parts of Redis are judged apart
	 */
	record RedisDriver(ScriptRunner scripts, int zones) {

		private static final int CLUSTER_ZONES = 16;

		static RedisDriver of(RedisConnectionFactory factory) {
			if (factory instanceof JedisConnectionFactory jedis && jedis.isUseUnifiedJedis()) {
				return new RedisDriver(new JedisScriptRunner(new JedisClientSource(jedis)),
						jedis.isRedisClusterAware() ? CLUSTER_ZONES : 1);
			}
			return new RedisDriver(new SpringScriptRunner(factory), isLettuceCluster(factory) ? CLUSTER_ZONES : 1);
		}

		private static boolean isLettuceCluster(@Nullable RedisConnectionFactory factory) {
			return factory instanceof LettuceConnectionFactory lettuce && lettuce.isClusterAware();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class JedisDefaultsConfiguration {

		@Bean
		SafeJedisDefaults redisPatternsJedisDefaults(DataRedisConnectionDetails details) {
			return new SafeJedisDefaults(details);
		}

	}

}
