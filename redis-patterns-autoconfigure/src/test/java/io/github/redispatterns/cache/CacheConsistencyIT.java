package io.github.redispatterns.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.redispatterns.support.Aside;
import io.github.redispatterns.support.Fault;
import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.TcpProxy;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No read returns a value older than the last completed write, less the bound, whatever
 * happens to messages.
 * <p>
 * {@code -Dconsistency.operations=1000000} makes more of it, {@code -Dconsistency.seed}
 * repeats the decisions of a run.
 */
@RedisTest(dedicated = true)
@RedisKeys({ "cache:value", "cache:lease", "cache:versions", "kernel:probe" })
class CacheConsistencyIT {

	private static final Log logger = LogFactory.getLog(CacheConsistencyIT.class);

	private static final Duration BOUND = Duration.ofSeconds(1);

	private static final int INSTANCES = 3;

	private static final int THREADS = 12;

	private static final int PER_SECOND = 2500;

	RedisServers servers;

	private volatile boolean over;

	@Test
	void noReadIsOlderThanTheLastWriteLessTheBound() throws Exception {
		int operations = Integer.getInteger("consistency.operations", 30_000);
		long seed = Long.getLong("consistency.seed", System.nanoTime());
		List<TcpProxy> proxies = Stream.generate(this.servers.faults()::proxy).limit(INSTANCES).toList();
		try (Instances instances = Instances.start(CoherentApp.class,
				proxies.stream().map((proxy) -> properties(proxy.port())).toList())) {
			RandomCalls calls = new RandomCalls(instances.beans(TieredCacheManager.class), BOUND.toNanos());
			Aside<Integer> faults = Aside.start(() -> breakThings(new Random(seed), proxies));
			Aside<Void> settling = Aside.start(() -> settle(calls));
			List<Aside<Void>> threads = IntStream.range(0, THREADS)
				.mapToObj((i) -> Aside.start(() -> call(calls, i, operations / THREADS, new Random(seed + i))))
				.toList();
			for (Aside<Void> thread : threads) {
				thread.future().get(2 + operations / PER_SECOND / 30, TimeUnit.MINUTES);
			}
			this.over = true;
			int broken = faults.get();
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(calls::hasSettled);
			settling.interrupt();
			logger.info("Seed %d: %s, %d incidents".formatted(seed, calls.counts(), broken));
			assertThat(calls.violations()).as("with seed " + seed).isEmpty();
			assertThat(calls.counts()).as("with seed " + seed)
				.containsKeys("get", "getAsync", "getOrLoad", "put", "evict", "tag", "clear", "old within the bound");
		}
	}

	private Map<String, Object> properties(int port) {
		Map<String, Object> properties = this.servers.applicationProperties("jedis");
		properties.put("spring.data.redis.port", port);
		properties.put("spring.data.redis.timeout", "400ms");
		properties.put("redis-patterns.broadcast.max-silence", BOUND.toMillis() + "ms");
		properties.put("redis-patterns.cache.caches.long.load.lease", "1s");
		properties.put("redis-patterns.cache.caches.short.ttl", "100ms");
		properties.put("redis-patterns.cache.caches.short.jitter", "0.5");
		properties.put("redis-patterns.cache.caches.short.null-ttl", "100ms");
		properties.put("redis-patterns.cache.caches.short.refresh.ahead", "0.5");
		properties.put("redis-patterns.cache.caches.short.stale.while-revalidate", "10s");
		properties.put("redis-patterns.cache.caches.remote.tiers", "remote");
		return properties;
	}

	private static Void call(RandomCalls calls, int thread, int operations, Random random) {
		long start = System.nanoTime();
		for (int i = 0; i < operations; i++) {
			pauseUntil(start + i * (1_000_000_000L * THREADS / PER_SECOND));
			calls.call(thread % INSTANCES, random);
		}
		return null;
	}

	private Void settle(RandomCalls calls) {
		while (!Thread.interrupted()) {
			calls.settle();
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
		}
		return null;
	}

	private int breakThings(Random random, List<TcpProxy> proxies) {
		TcpProxy proxy = proxies.get(0);
		List<Runnable> incidents = List.of(this.servers.faults()::dropSubscribers, this.servers.faults()::dropClients,
				this.servers.faults()::flushScripts, this.servers.faults()::flushAll, this::loseVersions, proxy::cut,
				() -> during(proxy.blackHole(), random, 2500), () -> during(proxy.loseReplies(), random, 1500),
				() -> during(proxy.latency(Duration.ofMillis(random.nextInt(300))), random, 1500),
				() -> reorder(proxies, random));
		List<Runnable> deck = new ArrayList<>();
		int done = 0;
		for (; !this.over; done++) {
			if (deck.isEmpty()) {
				deck.addAll(incidents);
				Collections.shuffle(deck, random);
			}
			deck.remove(0).run();
			pauseUntil(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(random.nextInt(1500)));
		}
		return done;
	}

	private void loseVersions() {
		for (String name : RandomCalls.CACHES) {
			this.servers.node(0).run((jedis) -> jedis.del("test:cache:{" + name + "}:versions"));
		}
	}

	// some messages come up to three times the bound too late, some twice, in all
	// instances
	private static void reorder(List<TcpProxy> proxies, Random random) {
		List<Fault> faults = proxies.stream()
			.map((proxy) -> proxy.reorder("test:kernel:news", BOUND.multipliedBy(3), new Random(random.nextLong())))
			.toList();
		during(faults.get(0), random, 6000);
		faults.forEach(Fault::heal);
	}

	private static void during(Fault fault, Random random, int millis) {
		pauseUntil(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis / 2 + random.nextInt(millis / 2)));
		fault.heal();
	}

	private static void pauseUntil(long time) {
		for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
			LockSupport.parkNanos(left);
		}
	}

}
