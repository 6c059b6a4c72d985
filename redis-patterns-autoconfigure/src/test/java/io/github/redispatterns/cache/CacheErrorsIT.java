package io.github.redispatterns.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.redispatterns.cache.ReturningService.Item;
import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cache.Cache;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.CachingConfigurer;
import org.springframework.cache.interceptor.CacheErrorHandler;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Who hears of a cache that fails because Redis is away, if it is told to fail: the error
 * handler of the application, and by default the caller.
 */
@RedisTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CacheErrorsIT {

	RedisServers servers;

	private Instances strict;

	private Instances lenient;

	@BeforeAll
	void start() {
		Map<String, Object> properties = this.servers.applicationProperties("jedis");
		properties.put("spring.data.redis.port", 1);
		properties.put("redis-patterns.cache.when-unavailable", "fail");
		this.strict = Instances.start(App.class, List.of(properties));
		this.lenient = Instances.start(LenientApp.class, List.of(properties));
	}

	@AfterAll
	void stop() {
		this.strict.close();
		this.lenient.close();
	}

	@ParameterizedTest
	@EnumSource
	void aReadThatFailsReachesTheCallerByDefault(Returns way) {
		ReturningService service = this.strict.get(0).getBean(ReturningService.class);
		long before = service.executions().get();

		Throwable failure = catchThrowable(() -> way.call(service, key("a")));

		assertThat((failure instanceof CompletionException) ? failure.getCause() : failure)
			.isInstanceOf(UnavailableCacheException.class)
			.hasMessageContaining(way.cache());
		assertThat(service.executions()).hasValue(before);
	}

	@ParameterizedTest
	@EnumSource
	void aReadThatFailsReachesTheHandlerAndTheMethodIsExecuted(Returns way) {
		ReturningService service = this.lenient.get(0).getBean(ReturningService.class);
		String key = key("a");
		Handler handler = handler();
		long before = service.executions().get();

		assertThat(way.call(service, key)).isEqualTo(new Item(key, before + 1));

		assertThat(handler.handled).contains("get " + way.cache() + " " + key);
		assertThat(service.executions()).hasValue(before + 1);
	}

	@ParameterizedTest
	@EnumSource
	void aFailureOfTheMethodIsNotTakenForOneOfTheCache(Returns way) {
		ReturningService service = this.lenient.get(0).getBean(ReturningService.class);
		long before = service.executions().get();

		Throwable failure = catchThrowable(() -> way.call(service, key("fail")));

		assertThat((failure instanceof CompletionException) ? failure.getCause() : failure)
			.isInstanceOf(UnsupportedOperationException.class)
			.hasMessage("failure " + (before + 1));
		assertThat(service.executions()).hasValue(before + 1);
	}

	@Test
	void writesThatFailReachTheCallerByDefault() {
		Writes writes = this.strict.get(0).getBean(Writes.class);

		assertThatThrownBy(() -> writes.put(key("a"))).isInstanceOf(UnavailableCacheException.class);
		assertThatThrownBy(() -> writes.evict(key("a"))).isInstanceOf(UnavailableCacheException.class);
		assertThatThrownBy(() -> writes.evictEarly(key("a"))).isInstanceOf(UnavailableCacheException.class);
		assertThatThrownBy(writes::clear).isInstanceOf(UnavailableCacheException.class);
	}

	@Test
	void writesThatFailReachTheHandler() {
		Writes writes = this.lenient.get(0).getBean(Writes.class);
		Handler handler = handler();
		String key = key("a");

		assertThat(writes.put(key)).isEqualTo(key + "!");
		writes.evict(key);
		writes.evictEarly(key);
		writes.clear();

		assertThat(handler.handled).containsExactly("put written %s %s!".formatted(key, key), "evict written " + key,
				"evict written " + key, "clear cleared");
	}

	@Test
	void theApiFailsToo() {
		Cache cache = Objects.requireNonNull(this.strict.get(0).getBean(TieredCacheManager.class).getCache("direct"));
		List<Throwable> failures = new ArrayList<>();
		failures.add(catchThrowable(() -> cache.get("a")));
		failures.add(catchThrowable(() -> cache.get("b", () -> "value")));
		failures.add(catchThrowable(() -> cache.put("c", "value")));
		failures.add(catchThrowable(() -> cache.putIfAbsent("d", "value")));
		failures.add(catchThrowable(() -> cache.evict("e")));
		failures.add(catchThrowable(cache::clear));

		assertThat(failures).hasOnlyElementsOfType(UnavailableCacheException.class).hasSize(6);
		assertThatExceptionOfType(UnavailableCacheException.class).isThrownBy(cache::invalidate)
			.withMessageContaining("direct");
	}

	private Handler handler() {
		Handler handler = this.lenient.get(0).getBean(Handler.class);
		handler.handled.clear();
		return handler;
	}

	private static String key(String prefix) {
		return prefix + UUID.randomUUID();
	}

	@EnableAutoConfiguration
	@Import({ ReturningService.class, Writes.class })
	static class App {

	}

	@Configuration
	static class LenientApp extends App implements CachingConfigurer {

		@Bean
		@Override
		public CacheErrorHandler errorHandler() {
			return new Handler();
		}

	}

	public static class Writes {

		@CachePut("written")
		public String put(String key) {
			return key + "!";
		}

		@CacheEvict("written")
		public void evict(String key) {
		}

		@CacheEvict(cacheNames = "written", beforeInvocation = true)
		public void evictEarly(String key) {
		}

		@CacheEvict(cacheNames = "cleared", allEntries = true)
		public void clear() {
		}

	}

	/** Notes what it hears. */
	static class Handler implements CacheErrorHandler {

		private final List<String> handled = new CopyOnWriteArrayList<>();

		@Override
		public void handleCacheGetError(RuntimeException exception, Cache cache, Object key) {
			this.handled.add("get %s %s".formatted(cache.getName(), key));
		}

		@Override
		public void handleCachePutError(RuntimeException exception, Cache cache, Object key, Object value) {
			this.handled.add("put %s %s %s".formatted(cache.getName(), key, value));
		}

		@Override
		public void handleCacheEvictError(RuntimeException exception, Cache cache, Object key) {
			this.handled.add("evict %s %s".formatted(cache.getName(), key));
		}

		@Override
		public void handleCacheClearError(RuntimeException exception, Cache cache) {
			this.handled.add("clear %s".formatted(cache.getName()));
		}

	}

}
