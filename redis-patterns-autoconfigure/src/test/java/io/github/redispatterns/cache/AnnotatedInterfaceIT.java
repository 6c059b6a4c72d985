package io.github.redispatterns.cache;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import io.github.redispatterns.cache.CachedService.Entity;
import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aop.support.AopUtils;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cache.Cache;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Cache annotations on an interface, behind a proxy of the class in one instance and of
 * the interface in the other, and annotations that Spring combines.
 */
@RedisTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@RedisKeys({ "cache:value", "cache:lease", "cache:versions" })
class AnnotatedInterfaceIT {

	private static final int CLASS = 0;

	private static final int INTERFACE = 1;

	RedisServers servers;

	private Instances instances;

	@BeforeAll
	void start() {
		Map<String, Object> both = this.servers.applicationProperties("jedis");
		both.put("spring.aop.proxy-target-class", true);
		Map<String, Object> remote = this.servers.applicationProperties("jedis");
		remote.put("redis-patterns.cache.defaults.tiers", "remote");
		remote.put("spring.aop.proxy-target-class", false);
		this.instances = Instances.start(App.class, List.of(both, remote));
	}

	@BeforeEach
	void agree() {
		Agreement.on(this.instances, "small", "large");
	}

	@AfterAll
	void stop() {
		this.instances.close();
	}

	@ParameterizedTest
	@ValueSource(ints = { CLASS, INTERFACE })
	void annotationsOfAnInterfaceCount(int instance) {
		AnnotatedInterface service = service(instance);
		Entity entity = new Entity((long) instance, "inserted");
		service.insert(entity);

		assertThat(AopUtils.isJdkDynamicProxy(service)).isEqualTo(instance == INTERFACE);
		assertThat(service.find(entity.id())).contains(entity);
		assertThat(cache(instance, "entities").get(entity.id(), Entity.class)).isEqualTo(entity);
		cache(instance, "entities").clear();
		Entity found = service.find(entity.id()).orElseThrow();
		assertThat(found).isNotEqualTo(entity);
		assertThat(service.find(entity.id())).contains(found);
	}

	@ParameterizedTest
	@ValueSource(ints = { CLASS, INTERFACE })
	void primitiveVarargsAreAKey(int instance) {
		AnnotatedInterface service = service(instance);
		String name = UUID.randomUUID().toString();

		assertThat(service.sum(name, 2, 3)).isEqualTo(service.sum(name, 2, 3)).isNotEqualTo(service.sum(name, 23));
		assertThat(service.sum(name)).isEqualTo(service.sum(name)).isNotEqualTo(service.sum(name, 2));
	}

	@Test
	void bothInstancesFindWhatOneStoredThroughSpring() {
		List<Entity> small = service(CLASS).both(1);
		List<Entity> large = service(CLASS).both(2);

		assertThat(service(CLASS).both(1)).isEqualTo(small);
		assertThat(service(INTERFACE).both(1)).isEqualTo(small);
		assertThat(service(INTERFACE).both(2)).isEqualTo(large);
		assertThat(cache(CLASS, "small").evictIfPresent(1)).isTrue();
		assertThat(cache(CLASS, "large").evictIfPresent(1)).isFalse();
		assertThat(cache(CLASS, "large").evictIfPresent(2)).isTrue();
		assertThat(cache(CLASS, "small").evictIfPresent(2)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(ints = { CLASS, INTERFACE })
	void aMethodMayReadOrPut(int instance) {
		AnnotatedInterface service = service(instance);
		String id = UUID.randomUUID().toString();
		Long first = service.getOrPut(id, true);
		assertThat(service.getOrPut(id, true)).isEqualTo(first);

		Long second = service.getOrPut(id, false);
		assertThat(second).isEqualTo(first + 1);
		assertThat(service.getOrPut(id, true)).isEqualTo(second);
	}

	@ParameterizedTest
	@ValueSource(ints = { CLASS, INTERFACE })
	void aMethodThatReadsAndPutsIsExecutedEachTime(int instance) {
		AnnotatedInterface service = service(instance);
		Cache cache = cache(instance, "combined");
		cache.clear();
		Long value = service.getAndPut(1);
		Long another = service.getAndPut(1);

		assertThat(another).isNotEqualTo(value);
		assertThat(cache.get(1L, Long.class)).isEqualTo(value);
		assertThat(cache.get(value + 100, Long.class)).isEqualTo(value);
		assertThat(cache.get(another + 100, Long.class)).isEqualTo(another);
	}

	private AnnotatedInterface service(int instance) {
		return this.instances.beans(AnnotatedInterface.class).get(instance);
	}

	private Cache cache(int instance, String name) {
		return Objects.requireNonNull(this.instances.beans(TieredCacheManager.class).get(instance).getCache(name));
	}

	@EnableAutoConfiguration
	@Import(AnnotatedInterface.Implementation.class)
	static class App {

	}

}
