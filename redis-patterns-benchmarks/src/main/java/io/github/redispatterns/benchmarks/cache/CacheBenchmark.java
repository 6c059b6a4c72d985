package io.github.redispatterns.benchmarks.cache;

import java.util.Objects;
import java.util.concurrent.TimeUnit;

import com.alicp.jetcache.Cache;
import io.github.redispatterns.benchmarks.harness.Keys;
import io.github.redispatterns.benchmarks.harness.Server;
import io.github.redispatterns.cache.TieredCache;
import io.github.redispatterns.cache.TieredCacheManager;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.redisson.api.RLocalCachedMap;
import org.redisson.api.RedissonClient;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * A value that is in memory: of one process, or of a cache that others may write to.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CacheBenchmark {

	@Benchmark
	public @Nullable Object getCaffeine(Alone alone, Turn turn) {
		return alone.raw().getIfPresent(turn.next());
	}

	@Benchmark
	public @Nullable Object getCaffeineBehindSpring(Alone alone, Turn turn) {
		return alone.cache().cache().get(turn.next());
	}

	@Benchmark
	public @Nullable Object getOurs(Ours ours, Turn turn) {
		return ours.typed().get(turn.next());
	}

	@Benchmark
	public @Nullable Object getOrLoadOurs(Ours ours, Turn turn) {
		return ours.typed().getOrLoad(turn.next(), (key) -> Product.of(0));
	}

	@Benchmark
	public @Nullable Object getOursBehindSpring(Ours ours, Turn turn) {
		return ours.spring().cache().get(turn.next());
	}

	@Benchmark
	public @Nullable Object getRedisson(Redisson redisson, Turn turn) {
		return redisson.map().get(turn.next());
	}

	@Benchmark
	public @Nullable Object getJetCache(JetCache jetCache, Turn turn) {
		return jetCache.cache().get(turn.next());
	}

	@Benchmark
	public Object annotationCaffeine(Alone alone, Turn turn) {
		return alone.catalogue().find(turn.next());
	}

	@Benchmark
	public Object annotationOurs(Ours ours, Turn turn) {
		return ours.catalogue().find(turn.next());
	}

	/** Ours, in an application that has the starter. */
	@State(Scope.Benchmark)
	public static class Ours {

		private final Server server = Server.start();

		private final ConfigurableApplicationContext context = io.github.redispatterns.benchmarks.cache.Ours
			.open(this.server, "jedis", Catalogue.class);

		private final Catalogue catalogue = this.context.getBean(Catalogue.class);

		private final TieredCache<String, Product> typed = io.github.redispatterns.benchmarks.cache.Ours
			.cache(this.context, "programmatic");

		private final SpringHandle spring = SpringHandle.of(this.context.getBean(TieredCacheManager.class),
				"programmatic");

		@Setup
		public void fill() {
			for (int i = 0; i < Turn.KEYS; i++) {
				this.typed.put(Keys.of(i), Product.of(i));
			}
			Filling.checkMemory(this.server, this.typed::get);
			Filling.fill(this.catalogue);
			Filling.checkMemory(this.server, this.catalogue::find);
		}

		@TearDown
		public void stop() {
			Filling.checkHits(this.catalogue);
			this.context.close();
			this.server.close();
		}

		TieredCache<String, Product> typed() {
			return this.typed;
		}

		SpringHandle spring() {
			return this.spring;
		}

		Catalogue catalogue() {
			return this.catalogue;
		}

	}

	/** Redisson's map with values in memory. */
	@State(Scope.Benchmark)
	public static class Redisson {

		private final Server server = Server.start();

		private final RedissonClient client = Redissons.client(this.server);

		private final RLocalCachedMap<String, Product> map = RedissonMapCacher.map(this.client);

		@Setup
		public void fill() {
			for (int i = 0; i < Turn.KEYS; i++) {
				this.map.fastPut(Keys.of(i), Product.of(i));
			}
			Filling.checkMemory(this.server, this.map::get);
		}

		@TearDown
		public void stop() {
			this.client.shutdown();
			this.server.close();
		}

		RLocalCachedMap<String, Product> map() {
			return this.map;
		}

	}

	/** JetCache with both tiers. */
	@State(Scope.Benchmark)
	public static class JetCache {

		private @Nullable Server server;

		private JetCacher.@Nullable Instance instance;

		private @Nullable Cache<String, Product> cache;

		@Setup
		public void fill() {
			this.server = Server.start();
			this.instance = JetCacher.Instance.open(this.server);
			Cache<String, Product> products = this.instance.products();
			this.cache = products;
			for (int i = 0; i < Turn.KEYS; i++) {
				products.put(Keys.of(i), Product.of(i));
			}
			Filling.checkMemory(this.server, products::get);
		}

		@TearDown
		public void stop() {
			Objects.requireNonNull(this.instance).close();
			Objects.requireNonNull(this.server).close();
		}

		Cache<String, Product> cache() {
			return Objects.requireNonNull(this.cache);
		}

	}

}
