package io.github.redispatterns.cache;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.github.redispatterns.cache.CachesUnderTest.Book;
import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.Rivals;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

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

	private static final AtomicInteger KEYS = new AtomicInteger();

	RedisServers servers;

	private Instances instances;

	@BeforeAll
	void start() {
		Map<String, Object> properties = this.servers.applicationProperties("jedis");
		this.instances = Instances.start(App.class, List.of(properties, properties, properties));
	}

	@AfterAll
	void stop() {
		this.instances.close();
	}

	@ParameterizedTest
	@EnumSource
	void oneCallerOfAllInstancesRunsTheMethod(Kind kind) {
		String key = "k" + KEYS.incrementAndGet();
		int before = Library.calls.get();

		List<Object> results = Rivals.race(60, (i) -> kind.call(library(i % 3), key));

		assertThat(Library.calls.get() - before).isEqualTo(1);
		assertThat(results).hasSize(60).containsOnly(results.get(0));
		assertThat(kind.call(library(0), key)).isEqualTo(results.get(0));
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

	/** Every way to return a value. */
	enum Kind {

		PLAIN {
			@Override
			Object call(Library library, String key) {
				return library.plain(key);
			}
		},

		SYNC {
			@Override
			Object call(Library library, String key) {
				return library.sync(key);
			}
		},

		OPTIONAL {
			@Override
			Object call(Library library, String key) {
				return library.optional(key);
			}
		},

		FUTURE {
			@Override
			Object call(Library library, String key) {
				return library.future(key).join();
			}
		},

		MONO {
			@Override
			Object call(Library library, String key) {
				return library.mono(key).block();
			}
		},

		FLUX {
			@Override
			Object call(Library library, String key) {
				return library.flux(key).collectList().block();
			}
		};

		abstract Object call(Library library, String key);

	}

	@EnableAutoConfiguration
	@Import(Library.class)
	static class App {

	}

	public static class Library {

		static final AtomicInteger calls = new AtomicInteger();

		private static Book next() {
			return new Book("Dune", calls.incrementAndGet());
		}

		@Cacheable("plain")
		public Book plain(String key) {
			return next();
		}

		@Cacheable(cacheNames = "sync", sync = true)
		public Book sync(String key) {
			return next();
		}

		@Cacheable("optional")
		public Optional<Book> optional(String key) {
			return Optional.of(next());
		}

		@Cacheable("future")
		public CompletableFuture<Book> future(String key) {
			return CompletableFuture.supplyAsync(Library::next);
		}

		@Cacheable("mono")
		public Mono<Book> mono(String key) {
			return Mono.fromSupplier((Supplier<Book>) Library::next);
		}

		@Cacheable("flux")
		public Flux<Book> flux(String key) {
			return Flux.defer(() -> Flux.just(next(), new Book("same", 0)));
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
