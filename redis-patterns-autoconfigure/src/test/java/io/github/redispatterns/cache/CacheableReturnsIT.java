package io.github.redispatterns.cache;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletionException;

import io.github.redispatterns.cache.ReturningService.Item;
import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.Rivals;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cache.Cache;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What {@code @Cacheable} does for values, optional values, futures and publishers. What
 * one instance stored another one, which keeps nothing in memory, reads from Redis.
 */
@RedisTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@RedisKeys({ "cache:value", "cache:lease", "cache:versions" })
class CacheableReturnsIT {

	RedisServers servers;

	private Instances instances;

	@BeforeAll
	void start() {
		Map<String, Object> both = this.servers.applicationProperties("jedis");
		Map<String, Object> remote = this.servers.applicationProperties("jedis");
		remote.put("redis-patterns.cache.defaults.tiers", "remote");
		this.instances = Instances.start(App.class, List.of(both, remote));
	}

	@BeforeEach
	void agree() {
		Agreement.on(this.instances, "items", "lists", "numbers");
	}

	@AfterAll
	void stop() {
		this.instances.close();
	}

	@ParameterizedTest
	@EnumSource
	void executesOnceForAllInstances(Returns way) {
		String key = key("a");
		Item first = way.call(service(0), key);

		assertThat(first.name()).isEqualTo(key);
		assertThat(way.call(service(0), key)).isEqualTo(first);
		assertThat(way.call(service(1), key)).isEqualTo(first);
		assertThat(way.call(service(1), key("a"))).isNotEqualTo(first);
	}

	@ParameterizedTest
	@EnumSource
	void executesOnceForNothing(Returns way) {
		String key = key("none");
		long before = executions();

		for (int i = 0; i < 4; i++) {
			assertThat(way.call(service(i % 2), key)).isNull();
		}
		assertThat(executions() - before).isEqualTo(1);
		assertThat(cache(0, way).get(key)).isNotNull();
	}

	@ParameterizedTest
	@EnumSource
	void findsWhatWasPutAndForgetsWhatWasCleared(Returns way) {
		String key = key("a");
		Item item = new Item(key, -1);
		if (way.isMany()) {
			service(0).insert(ReturningService.items(item));
		}
		else {
			service(0).insert(item);
		}

		assertThat(way.call(service(0), key)).isEqualTo(item);
		assertThat(way.call(service(1), key)).isEqualTo(item);
		cache(0, way).clear();
		Item another = way.call(service(0), key);
		assertThat(another).isNotEqualTo(item);
		Object stored = way.isMany() ? ReturningService.items(another) : another;
		assertThat(cache(0, way).get(key)).satisfies((found) -> assertThat(found.get()).isEqualTo(stored));
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.MATCH_NONE, names = ".*_SYNC")
	void doesNotStoreWhatUnlessVetoes(Returns way) {
		String key = key("veto");
		Object first = way.call(service(0), key);

		assertThat(way.call(service(0), key)).isNotEqualTo(first);
		assertThat(cache(0, way).get(key)).isNull();
		assertThat(cache(1, way).get(key)).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void aHundredCallersExecuteOnce(Returns way) {
		String key = key("a");
		long before = executions();

		List<Item> items = Rivals.race(100, (i) -> way.call(service(i % 2), key));

		assertThat(executions() - before).isEqualTo(1);
		assertThat(items).hasSize(100).containsOnly(items.get(0));
	}

	@ParameterizedTest
	@EnumSource
	void failuresReachTheCallerOnceAndAreForgotten(Returns way) {
		String key = key("fail");
		long before = executions();

		for (int i = 1; i <= 2; i++) {
			Throwable failure = catchThrowable(() -> way.call(service(0), key));
			Throwable thrown = (failure instanceof CompletionException) ? failure.getCause() : failure;
			assertThat(thrown).isInstanceOf(UnsupportedOperationException.class)
				.hasMessage("failure " + (service(0).executions().get()));
			assertThat(executions() - before).isEqualTo(i);
		}
		assertThat(cache(0, way).get(key)).isNull();
	}

	@Test
	void aStreamDoesNotDependOnWhatItsFirstSubscriberWants() {
		String key = key("a");

		List<Item> one = service(0).flux(key).take(1, true).collectList().block();
		List<Item> two = service(0).flux(key).take(2, true).collectList().block();
		List<Item> all = service(1).flux(key).collectList().block();

		assertThat(one).hasSize(1);
		assertThat(two).hasSize(2).startsWith(one.get(0));
		assertThat(all).isEqualTo(ReturningService.items(one.get(0)));
	}

	@Test
	void publishersDoNothingUntilSomebodySubscribes() {
		String key = key("a");
		long before = executions();
		var mono = service(0).mono(key);
		assertThat(executions()).isEqualTo(before);

		assertThat(mono.block()).isEqualTo(mono.block());
		assertThat(executions()).isEqualTo(before + 1);
	}

	@Test
	void aStreamAndAValueOfOneKeyAreNotTakenForEachOther() {
		String key = key("a");
		Item item = service(0).mono(key).block();

		for (int i = 0; i < 4; i++) {
			assertThat(service(i % 2).manyAmongItems(key).collectList().block()).hasSize(3)
				.first()
				.satisfies((first) -> assertThat(first.name()).isEqualTo(key));
			assertThat(service(i % 2).mono(key).block()).isEqualTo(item);
		}
	}

	@Test
	void anUndeclaredTypeIsKept() {
		String key = key("a");
		Object number = service(0).number(key);

		assertThat(number).isInstanceOf(Long.class);
		assertThat(service(0).number(key)).isEqualTo(number);
		assertThat(service(1).number(key)).isEqualTo(number);
	}

	private ReturningService service(int instance) {
		return this.instances.beans(ReturningService.class).get(instance);
	}

	private long executions() {
		return service(0).executions().get() + service(1).executions().get();
	}

	private Cache cache(int instance, Returns way) {
		return Objects
			.requireNonNull(this.instances.beans(TieredCacheManager.class).get(instance).getCache(way.cache()));
	}

	private static String key(String prefix) {
		return prefix + UUID.randomUUID();
	}

	@EnableAutoConfiguration
	@Import(ReturningService.class)
	static class App {

	}

}
