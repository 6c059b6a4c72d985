package io.github.redispatterns.cache.write;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * A source of truth that all instances of a test share.
 */
final class Source {

	private static final Map<String, Source> ALL = new ConcurrentHashMap<>();

	final Map<String, Stock> rows = new ConcurrentHashMap<>();

	final List<CacheChange<String, Stock>> log = new CopyOnWriteArrayList<>();

	final AtomicInteger calls = new AtomicInteger();

	volatile Predicate<CacheChange<String, Stock>> refused = (change) -> false;

	/**
	 * Begin anew, because another class of tests may have left something.
	 */
	static void forgetAll() {
		ALL.clear();
	}

	static Source of(String cache) {
		return ALL.computeIfAbsent(cache, (name) -> new Source());
	}

	void write(List<CacheChange<String, Stock>> changes) {
		this.calls.incrementAndGet();
		changes.stream().filter(this.refused).findFirst().ifPresent((change) -> {
			throw new IllegalStateException("refused " + change.key());
		});
		changes.forEach((change) -> {
			this.log.add(change);
			Stock value = change.value();
			if (value != null) {
				this.rows.put(change.key(), value);
			}
			else {
				this.rows.remove(change.key());
			}
		});
	}

	List<CacheChange<String, Stock>> log(String key) {
		return this.log.stream().filter((change) -> change.key().equals(key)).toList();
	}

	/**
	 * How much there is of something.
	 *
	 * @param count how much
	 */
	record Stock(int count) {

	}

	/** Writes one by one. */
	record Single(String cache) implements CacheWriter<String, Stock> {

		@Override
		public void write(String key, Stock value, long version) {
			Source.of(this.cache).write(List.of(new CacheChange<>(key, value, version)));
		}

		@Override
		public void delete(String key, long version) {
			Source.of(this.cache).write(List.of(new CacheChange<>(key, null, version)));
		}

	}

	/** Writes many at once. */
	record Batch(String cache) implements BatchCacheWriter<String, Stock> {

		@Override
		public void writeAll(List<CacheChange<String, Stock>> changes) {
			Source.of(this.cache).write(changes);
		}

	}

}
