package io.github.redispatterns.cache;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.redispatterns.cache.CacheProperties.Tiers;
import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.interceptor.KeyGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * Spring's contract of cache annotations, without {@code @EnableCaching}: with values in
 * memory, and with values that come from Redis each time.
 */
@RedisTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@RedisKeys({ "cache:value", "cache:lease", "cache:versions" })
class RedisCacheAnnotationsIT implements CacheableAnnotationContract, CacheWriteAnnotationContract {

	RedisServers servers;

	private Instances instances;

	@BeforeAll
	void start() {
		Map<String, Object> both = this.servers.applicationProperties("jedis");
		Map<String, Object> remote = this.servers.applicationProperties("jedis");
		remote.put("redis-patterns.cache.defaults.tiers", Tiers.REMOTE);
		this.instances = Instances.start(App.class, List.of(both, remote));
	}

	@AfterAll
	void stop() {
		this.instances.close();
	}

	@Override
	public <T> T bean(Tiers tiers, Class<T> type) {
		return this.instances.beans(type).get((tiers == Tiers.BOTH) ? 0 : 1);
	}

	@Override
	public Cache cache(Tiers tiers, String name) {
		return Objects.requireNonNull(bean(tiers, TieredCacheManager.class).getCache(name));
	}

	@EnableAutoConfiguration
	@Import({ MethodCachedService.class, ClassCachedService.class })
	static class App {

		@Bean
		KeyGenerator ownKeyGenerator() {
			return (target, method, parameters) -> "own-" + method.getName() + "-" + parameters[0];
		}

		@Bean(autowireCandidate = false)
		CacheManager ownCacheManager() {
			return new ConcurrentMapCacheManager();
		}

	}

}
