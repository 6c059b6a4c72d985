package io.github.redispatterns.cache;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redispatterns.cache.CachesUnderTest.Book;
import io.github.redispatterns.cache.ReturningService.Item;
import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.Rivals;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What plain cache annotations get by adding the starter.
 */
@RedisTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@RedisKeys({ "cache:value", "cache:lease", "cache:versions" })
class CacheableIT {

	RedisServers servers;

	private Instances instances;

	@BeforeAll
	void start() {
		Map<String, Object> properties = this.servers.applicationProperties("jedis");
		this.instances = Instances.start(App.class, List.of(properties, properties, properties));
	}

	@BeforeEach
	void agree() {
		Agreement.on(this.instances, "items", "lists");
	}

	@AfterAll
	void stop() {
		this.instances.close();
	}

	@ParameterizedTest
	@EnumSource
	void oneCallerOfAllInstancesRunsTheMethod(Returns way) {
		String key = UUID.randomUUID().toString();
		long before = executions();

		List<Item> items = Rivals.race(60, (i) -> way.call(returning(i % 3), key));

		assertThat(executions() - before).isEqualTo(1);
		assertThat(items).hasSize(60).containsOnly(items.get(0));
		assertThat(way.call(returning(0), key)).isEqualTo(items.get(0));
	}

	@Test
	void whatUnlessVetoesIsNotStored() {
		int before = Library.calls.get();
		library(0).vetoed("veto");
		library(0).vetoed("veto");
		assertThat(Library.calls.get() - before).isEqualTo(2);
	}

	@Test
	void tagsEvictInAllInstances() {
		Library library = library(0);
		Book first = library.tagged("dune", "sf");
		assertThat(library(1).tagged("dune", "sf")).isEqualTo(first);

		library.forget("sf");

		assertThat(library.tagged("dune", "sf")).isNotEqualTo(first);
		Awaitility.await()
			.atMost(5, TimeUnit.SECONDS)
			.untilAsserted(() -> assertThat(library(1).tagged("dune", "sf")).isNotEqualTo(first));
	}

	@Test
	void putsKeepTagsAndTypes() {
		List<Book> shelf = library(0).put("shelf", "rare");
		assertThat(library(1).shelf("shelf")).isEqualTo(shelf);

		library(1).forget("rare");

		assertThat(library(1).shelf("shelf")).isNotEqualTo(shelf);
		library(1).clear();
		Awaitility.await()
			.atMost(5, TimeUnit.SECONDS)
			.untilAsserted(() -> assertThat(library(0).shelf("shelf")).isNotEqualTo(shelf));
	}

	private Library library(int instance) {
		return this.instances.get(instance).getBean(Library.class);
	}

	private ReturningService returning(int instance) {
		return this.instances.get(instance).getBean(ReturningService.class);
	}

	private long executions() {
		return this.instances.beans(ReturningService.class)
			.stream()
			.mapToLong((service) -> service.executions().get())
			.sum();
	}

	@EnableAutoConfiguration
	@Import({ Library.class, ReturningService.class })
	static class App {

	}

	public static class Library {

		static final AtomicInteger calls = new AtomicInteger();

		private static Book next() {
			return new Book("Dune", calls.incrementAndGet());
		}

		@Cacheable(cacheNames = "veto", unless = "#result.pages > 0")
		public Book vetoed(String key) {
			return next();
		}

		@Cacheable(cacheNames = "tagged", key = "#key")
		@CacheTags({ "#topic", "#result?.title" })
		public Book tagged(String key, String topic) {
			return next();
		}

		@CacheTagEvict(tags = "#topic")
		public void forget(String topic) {
		}

		@Cacheable(cacheNames = "shelves", key = "#key")
		public List<Book> shelf(String key) {
			return List.of(next());
		}

		@CachePut(cacheNames = "shelves", key = "#key")
		@CacheTags("#topic")
		public List<Book> put(String key, String topic) {
			return List.of(next());
		}

		@CacheEvict(cacheNames = "shelves", allEntries = true)
		public void clear() {
		}

	}

}
