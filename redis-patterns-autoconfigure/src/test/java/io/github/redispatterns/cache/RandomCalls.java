package io.github.redispatterns.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import io.github.redispatterns.internal.LeaseKeeper;

/**
 * Random calls to the same caches on several instances, each held against the
 * {@link ReferenceModel}.
 */
final class RandomCalls {

	private static final int KEYS = 12;

	private static final int TAGS = 3;

	/** Loads by futures cannot name tags. */
	private static final String FUTURES = "futures";

	static final List<String> CACHES = List.of("long", "short", "remote", FUTURES);

	private final List<TieredCacheManager> managers;

	private final long bound;

	private final List<ConsistencyInstance> instances = new ArrayList<>();

	private final Map<String, ReferenceModel> models = new TreeMap<>();

	private final Map<String, LongAdder> counts = new ConcurrentSkipListMap<>();

	private final Queue<String> violations = new ConcurrentLinkedQueue<>();

	RandomCalls(List<TieredCacheManager> managers, long bound) {
		this.managers = managers;
		this.bound = bound;
		for (int i = 0; i < managers.size(); i++) {
			TieredCacheManager manager = managers.get(i);
			this.instances.add(new ConsistencyInstance(CACHES.stream().map(manager::tiers).toList()));
		}
		CACHES.forEach((cache) -> keys()
			.forEach((key) -> this.models.put(cache + "/" + key, new ReferenceModel(managers.size()))));
	}

	private static List<String> keys() {
		return IntStream.range(0, KEYS).mapToObj((i) -> "k" + i).toList();
	}

	Queue<String> violations() {
		return this.violations;
	}

	Map<String, LongAdder> counts() {
		return this.counts;
	}

	void settle() {
		this.instances.forEach(ConsistencyInstance::settle);
	}

	boolean hasSettled() {
		return this.instances.stream().allMatch(ConsistencyInstance::hasSettled);
	}

	/**
	 * Make one call.
	 * @param instance on which instance
	 * @param random decides what and which key
	 */
	void call(int instance, Random random) {
		String cache = CACHES.get(random.nextInt(CACHES.size()));
		String key = "k" + random.nextInt(KEYS);
		TieredCache<String, Row> rows = this.managers.get(instance).cache(cache, String.class, Row.class);
		int dice = random.nextInt(1000);
		if (dice < 880) {
			read(instance, rows, key, dice);
		}
		else if (dice < 930) {
			write(instance, cache, List.of(key), true, "put",
					(version) -> rows.put(key, new Row(key, version), CacheWriteOptions.NONE.withTags(tag(key))));
		}
		else if (dice < 980) {
			write(instance, cache, List.of(key), false, "evict", (version) -> rows.evict(key));
		}
		else if (dice < 990 && !cache.equals(FUTURES)) {
			String tag = tag(key);
			write(instance, cache, keys().stream().filter((each) -> tag(each).equals(tag)).toList(), false, "tag",
					(version) -> rows.evictTags(tag));
		}
		else if (dice < 995) {
			write(instance, cache, keys().stream().filter((each) -> each.startsWith("k1")).toList(), false, "prefix",
					(version) -> rows.evictPrefix("k1"));
		}
		else {
			write(instance, cache, keys(), false, "clear", (version) -> rows.clear());
		}
	}

	private static String tag(String key) {
		return "t" + Integer.parseInt(key.substring(1)) % TAGS;
	}

	private void read(int instance, TieredCache<String, Row> rows, String key, int dice) {
		ReferenceModel model = this.models.get(rows.name() + "/" + key);
		long began = LeaseKeeper.now();
		long oldest = model.oldest(instance, began, this.bound);
		Row row;
		String how;
		if (dice < 150) {
			how = "get";
			row = rows.get(key);
		}
		else if (rows.name().equals(FUTURES)) {
			how = "getAsync";
			row = rows.getAsync(key, (same) -> CompletableFuture.supplyAsync(() -> load(model, key))).join();
		}
		else {
			how = "getOrLoad";
			row = rows.getOrLoad(key, (same, load) -> {
				load.tags(tag(key));
				return load(model, key);
			});
		}
		count(how);
		if (row != null) {
			check(instance, rows.name(), model, row, oldest, how);
		}
	}

	private void check(int instance, String cache, ReferenceModel model, Row row, long oldest, String how) {
		if (row.version() < model.read()) {
			count("old within the bound");
		}
		if (row.version() < oldest) {
			this.violations.add("%s of %s/%s on %d: %d, but %d was written".formatted(how, cache, row.key(), instance,
					row.version(), oldest));
		}
	}

	private Row load(ReferenceModel model, String key) {
		count("load");
		pause();
		long version = model.read();
		pause();
		return new Row(key, version);
	}

	// a load is now and then slower than anything else
	private static void pause() {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		if (random.nextInt(4) == 0) {
			long micros = (random.nextInt(300) == 0) ? 1_500_000 : random.nextInt(3000);
			LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(micros));
		}
	}

	private void write(int instance, String cache, List<String> keys, boolean alone, String how, Write write) {
		List<ReferenceModel> written = keys.stream().map((key) -> this.models.get(cache + "/" + key)).toList();
		List<Lock> locks = written.stream()
			.map((model) -> alone ? model.writes().writeLock() : model.writes().readLock())
			.map(Lock.class::cast)
			.toList();
		locks.forEach(Lock::lock);
		try {
			List<Long> versions = written.stream().map(ReferenceModel::change).toList();
			write.write(versions.get(0));
			count(how);
			completed(instance, written, versions);
		}
		finally {
			locks.forEach(Lock::unlock);
		}
	}

	private void completed(int instance, List<ReferenceModel> written, List<Long> versions) {
		this.instances.get(instance).completed(() -> {
			long now = LeaseKeeper.now();
			for (int i = 0; i < written.size(); i++) {
				written.get(i).completedBy(instance, versions.get(i), now);
			}
		}, () -> {
			long now = LeaseKeeper.now();
			for (int i = 0; i < written.size(); i++) {
				written.get(i).completed(versions.get(i), now);
			}
		});
	}

	private void count(String what) {
		this.counts.computeIfAbsent(what, (same) -> new LongAdder()).increment();
	}

	/** One way to write. */
	@FunctionalInterface
	private interface Write {

		void write(long version);

	}

	/**
	 * What is cached.
	 *
	 * @param key its key
	 * @param version of the database
	 */
	record Row(String key, long version) {

	}

}
