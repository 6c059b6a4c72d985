package io.github.redispatterns.cache;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Stream;

import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.interceptor.AbstractCacheResolver;
import org.springframework.cache.interceptor.CacheOperationInvocationContext;
import org.springframework.cache.interceptor.CacheResolver;
import org.springframework.cache.interceptor.NamedCacheResolver;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Where methods with cache annotations find their caches, and what they are told that ask
 * for what cannot be.
 */
@RedisTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@RedisKeys({ "cache:value", "cache:lease", "cache:versions" })
class CacheResolutionIT {

	RedisServers servers;

	private Instances instances;

	private ResolvingService service;

	@BeforeAll
	void start() {
		this.instances = Instances.start(1, App.class, this.servers.applicationProperties("jedis"));
		this.service = this.instances.get(0).getBean(ResolvingService.class);
	}

	@AfterAll
	void stop() {
		this.instances.close();
	}

	static Stream<Arguments> resolved() {
		return Stream.of(resolved("default", ResolvingService::simple), resolved("primary", ResolvingService::primary),
				resolved("named", ResolvingService::named),
				resolved("first", (service, key) -> service.runtime(key, "first")),
				resolved("second", (service, key) -> service.runtime(key, "second")));
	}

	private static Arguments resolved(String cache, BiFunction<ResolvingService, Object, Object> call) {
		return Arguments.argumentSet(cache, cache, call);
	}

	@ParameterizedTest
	@MethodSource("resolved")
	void storesInTheCacheThatWasResolved(String cache, BiFunction<ResolvingService, Object, Object> call) {
		String key = UUID.randomUUID().toString();
		List<String> all = List.of("default", "primary", "named", "first", "second");
		assertThat(all).allSatisfy((name) -> assertThat(cache(name).get(key)).isNull());

		Object value = call.apply(this.service, key);

		assertThat(call.apply(this.service, key)).isEqualTo(value);
		assertThat(cache(cache).get(key)).satisfies((found) -> assertThat(found.get()).isEqualTo(value));
		assertThat(all).filteredOn((name) -> cache(name).get(key) != null).containsExactly(cache);
	}

	@Test
	void storesInTheCacheOfTheManagerThatWasNamed() {
		String key = UUID.randomUUID().toString();
		Object value = this.service.otherManager(key);

		assertThat(this.service.otherManager(key)).isEqualTo(value);
		assertThat(this.instances.get(0).getBean("otherCacheManager", CacheManager.class).getCache("default"))
			.satisfies((cache) -> assertThat(cache.get(key)).isNotNull());
		assertThat(cache("default").get(key)).isNull();
	}

	@Test
	void aResolverThatFindsNoCacheFails() {
		assertThatIllegalStateException().isThrownBy(() -> this.service.runtime("key", null))
			.withMessageContainingAll("runtime", RuntimeResolver.class.getName());
	}

	@Test
	void aResolverThatDoesNotExistFails() {
		assertThatExceptionOfType(NoSuchBeanDefinitionException.class).isThrownBy(() -> this.service.unknown("key"))
			.satisfies((ex) -> assertThat(ex.getBeanName()).isEqualTo("unknownResolver"));
	}

	static Stream<Arguments> impossible() {
		return Stream.of(impossible("does not support the unless attribute", ResolvingService::syncUnless),
				impossible("restricted to a single cache", ResolvingService::syncInTwo),
				impossible("restricted to a single cache", ResolvingService::syncInTwoResolved),
				impossible("cannot be combined with other cache operations", ResolvingService::syncAndEvict),
				impossible("Only one sync=true", ResolvingService::syncTwice));
	}

	private static Arguments impossible(String message, BiFunction<ResolvingService, Object, Object> call) {
		return Arguments.of(message, call);
	}

	@ParameterizedTest
	@MethodSource("impossible")
	void syncIsRefusedAsSpringRefusesIt(String message, BiFunction<ResolvingService, Object, Object> call) {
		assertThatIllegalStateException().isThrownBy(() -> call.apply(this.service, "key"))
			.withMessageContaining(message);
	}

	private Cache cache(String name) {
		return Objects.requireNonNull(this.instances.get(0).getBean(TieredCacheManager.class).getCache(name));
	}

	@EnableAutoConfiguration
	@Import(ResolvingService.class)
	static class App {

		@Bean(autowireCandidate = false)
		CacheManager otherCacheManager() {
			return new ConcurrentMapCacheManager();
		}

		@Bean
		CacheResolver primaryResolver(TieredCacheManager caches) {
			return new NamedCacheResolver(caches, "primary");
		}

		@Bean
		CacheResolver namedResolver(TieredCacheManager caches) {
			NamedCacheResolver resolver = new NamedCacheResolver();
			resolver.setCacheManager(caches);
			resolver.setCacheNames(Collections.singleton("named"));
			return resolver;
		}

		@Bean
		CacheResolver twoResolver(TieredCacheManager caches) {
			return new NamedCacheResolver(caches, "default", "other");
		}

		@Bean
		CacheResolver runtimeResolver(TieredCacheManager caches) {
			return new RuntimeResolver(caches);
		}

	}

	/** Takes the last argument for the name of the cache. */
	static class RuntimeResolver extends AbstractCacheResolver {

		RuntimeResolver(CacheManager caches) {
			super(caches);
		}

		@Override
		protected Collection<String> getCacheNames(CacheOperationInvocationContext<?> context) {
			Object last = Arrays.asList(context.getArgs()).get(context.getArgs().length - 1);
			return (last != null) ? List.of((String) last) : null;
		}

	}

}
