package io.github.redispatterns.cache;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

import io.github.redispatterns.cache.CachesUnderTest.Book;
import io.github.redispatterns.support.Fault;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.WebInstance;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an operator sees and does over HTTP.
 */
@RedisTest(dedicated = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@RedisKeys({ "cache:value", "cache:lease", "cache:versions", "kernel:probe" })
class CachesEndpointIT {

	private static final String PATH = "/actuator/rediscaches";

	private static final Book DUNE = new Book("Dune", 412);

	private RedisServers servers;

	private WebInstance reading;

	private WebInstance writing;

	@BeforeAll
	void start() {
		List<String> properties = List.of("management.endpoints.web.exposure.include=rediscaches,caches,health,metrics",
				"management.endpoint.health.show-details=always", "spring.web.error.include-message=always",
				"management.endpoint.health.probes.enabled=true",
				"management.endpoint.health.group.readiness.include=readinessState,redisPatterns",
				"redis-patterns.cache.caches.books.ttl=2m", "redis-patterns.cache.caches.unused.ttl=1m",
				"redis-patterns.cache.caches.evicted.ttl=1m", "redis-patterns.cache.defaults.jitter=0.2");
		this.reading = WebInstance.start(App.class, this.servers, properties);
		this.writing = WebInstance.start(App.class, this.servers, properties, "redis-patterns.cache.show-values=true",
				"management.endpoint.rediscaches.access=unrestricted");
	}

	@BeforeEach
	void settle() {
		// memory is emptied when trust in the messages begins
		List.of(this.reading, this.writing)
			.forEach((instance) -> Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
				CacheNews news = instance.bean(CacheParts.class).news();
				news.trustedUntil();
				return Boolean.TRUE.equals(news.isTrusted());
			}));
	}

	@AfterAll
	void stop() {
		this.reading.close();
		this.writing.close();
	}

	@Test
	void listsCachesWithTheirHitRatios() {
		TieredCache<String, Book> films = cache(this.reading, "films");
		films.getOrLoad("dune", (key) -> DUNE);
		films.get("dune");
		films.get("dune");
		films.get("dune");

		JsonNode report = this.reading.get(PATH);
		assertThat(report.at("/caches/0/name").asString()).isEqualTo("books");
		assertThat(row("unused").at("/memory/ratio").isNull()).isTrue();
		JsonNode row = row("films");
		assertThat(row.at("/tiers").asString()).isEqualTo("BOTH");
		assertThat(row.at("/entries").asLong()).isEqualTo(1);
		assertThat(row.at("/memory/ratio").asDouble()).isEqualTo(0.75);
		assertThat(row.at("/redis/misses").asLong()).isEqualTo(1);
		assertThat(row.at("/loads").asLong()).isEqualTo(1);
		assertThat(report.at("/trusted").asBoolean()).isTrue();
	}

	@Test
	void tellsWhatHoldsForACacheAndWhy() {
		JsonNode settings = this.reading.get(PATH + "/books").at("/settings");

		assertThat(settings.at("/ttl/value").asString()).isEqualTo("PT2M");
		assertThat(settings.at("/ttl/source").asString()).isEqualTo("redis-patterns.cache.caches.books.ttl");
		assertThat(settings.at("/jitter/source").asString()).isEqualTo("redis-patterns.cache.defaults.jitter");
		assertThat(settings.at("/load.lease/value").asString()).isEqualTo("PT3S");
		assertThat(settings.at("/load.lease/source").asString()).isEqualTo("default");
		assertThat(settings.at("/bloom-filter/value").isNull()).isTrue();
		assertThat(this.reading.send("GET", PATH + "/nobody").statusCode()).isEqualTo(404);
		assertThat(this.reading.bean(TieredCacheManager.class).getCacheNames()).doesNotContain("nobody");
	}

	@Test
	void namesTheKeysForWhichRedisIsAskedMost() {
		TieredCache<String, Book> hot = cache(this.reading, "hot");
		for (int i = 0; i < 5; i++) {
			hot.get("dune");
			hot.get("cold" + i);
		}
		JsonNode keys = this.reading.get(PATH + "/hot").at("/hotKeys");
		assertThat(keys.at("/0/key").asString()).isEqualTo("dune");
		assertThat(keys.at("/0/lookups").asLong()).isEqualTo(5);
		assertThat(keys.size()).isEqualTo(6);
	}

	@Test
	void inspectsAKeyWithoutItsValueUnlessToldOtherwise() {
		cache(this.writing, "books").put("a/b c", DUNE, CacheWriteOptions.NONE.withTags("sf").withVersion(7));

		JsonNode entry = this.reading.get(PATH + "/books/a/b%20c");
		assertThat(entry.at("/available").asBoolean()).isTrue();
		assertThat(entry.at("/stored/inRedis").asBoolean()).isTrue();
		assertThat(entry.at("/stored/inMemory").asBoolean()).isFalse();
		assertThat(entry.at("/stored/version").asLong()).isEqualTo(7);
		assertThat(entry.at("/stored/tags/0").asString()).isEqualTo("sf");
		assertThat(entry.at("/stored/size").asInt()).isPositive();
		assertThat(entry.at("/value").isNull()).isTrue();
		assertThat(entry.toString()).doesNotContain("412");

		assertThat(this.writing.get(PATH + "/books/a/b%20c").at("/value").asString())
			.isEqualTo("{\"title\":\"Dune\",\"pages\":412}");
		cache(this.reading, "books").put("only-redis", DUNE);
		assertThat(this.writing.get(PATH + "/books/only-redis").at("/value").asString()).contains("412");
		assertThat(this.reading.send("GET", PATH + "/books/nothing").statusCode()).isEqualTo(404);
	}

	@Test
	void evictsAKeyATagAPrefixOrAllOnAllInstances() {
		TieredCache<String, Book> books = cache(this.reading, "evicted");
		books.put("dune", DUNE, CacheWriteOptions.NONE.withTags("sf"));
		books.put("emma", DUNE);
		books.put("list:1", DUNE);
		books.put("ulysses", DUNE);

		assertThat(delete("/evicted?tag=sf").at("/waitingEvictions").asInt()).isZero();
		awaitGone("dune");
		assertThat(books.get("emma")).isEqualTo(DUNE);
		assertThat(delete("/evicted/emma").at("/present").asBoolean()).isTrue();
		assertThat(delete("/evicted/emma").at("/present").asBoolean()).isFalse();
		awaitGone("emma");
		delete("/evicted?prefix=list:");
		awaitGone("list:1");
		assertThat(books.get("ulysses")).isEqualTo(DUNE);
		delete("/evicted");
		awaitGone("ulysses");
	}

	@Test
	void evictsNothingUnlessItMay() {
		assertThat(this.reading.send("DELETE", PATH + "/books").statusCode()).isEqualTo(405);
		assertThat(this.reading.send("DELETE", PATH + "/books/dune").statusCode()).isEqualTo(405);
	}

	@Test
	void saysWhatIsWrong() {
		assertThat(refused("/nobody")).contains("There is no cache 'nobody'").contains("books");
		assertThat(refused("/nobody/dune")).contains("There is no cache 'nobody'");
		assertThat(refused("/books?tag=%20")).contains("'tags' is");
		assertThat(refused("/books?prefix=")).contains("'prefix' is");
		assertThat(refused("/books?prefix=a&tag=b")).contains("left out where a tag is given");
	}

	@Test
	void springsOwnEndpointShowsThemToo() {
		cache(this.reading, "songs");

		JsonNode caches = this.reading.get("/actuator/caches").at("/cacheManagers/cacheManager/caches");
		assertThat(caches.propertyNames()).contains("books", "songs");
		assertThat(this.reading.get("/actuator/caches/books").at("/cacheManager").asString()).isEqualTo("cacheManager");
	}

	@Test
	void answersWhileRedisIsAwayAndStaysReady() {
		TieredCache<String, Book> books = cache(this.reading, "books");
		books.put("dune", DUNE);
		try (Fault killed = this.servers.faults().killAll()) {
			books.evict("emma");
			JsonNode health = JsonMapper.shared()
				.readTree(this.reading.send("GET", "/actuator/health").body())
				.at("/components/redisPatterns");
			assertThat(health.at("/details/caches/redis").asString()).isEqualTo("bypassed");
			assertThat(health.at("/details/caches/waitingEvictions").asInt()).isPositive();
			assertThat(row("books").at("/waitingEvictions").asInt()).isPositive();
			assertThat(this.reading.get(PATH + "/books/dune").at("/available").asBoolean()).isFalse();
			assertThat(this.reading.send("GET", "/actuator/health/readiness").statusCode()).isEqualTo(200);
		}
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> row("books").at("/waitingEvictions").asInt() == 0);
	}

	private JsonNode row(String name) {
		return this.reading.get(PATH)
			.at("/caches")
			.valueStream()
			.filter((row) -> name.equals(row.at("/name").asString()))
			.findFirst()
			.orElseThrow();
	}

	private JsonNode delete(String path) {
		return WebInstance.json(this.writing.send("DELETE", PATH + path));
	}

	private String refused(String path) {
		HttpResponse<String> response = this.writing.send("DELETE", PATH + path);
		assertThat(response.statusCode()).as("%s", response.body()).isEqualTo(400);
		return response.body();
	}

	private void awaitGone(String key) {
		Awaitility.await().untilAsserted(() -> {
			assertThat(cache(this.reading, "evicted").get(key)).isNull();
			assertThat(cache(this.writing, "evicted").get(key)).isNull();
		});
	}

	private static TieredCache<String, Book> cache(WebInstance instance, String name) {
		return instance.bean(TieredCacheManager.class).cache(name, String.class, Book.class);
	}

	@EnableAutoConfiguration
	static class App {

	}

}
