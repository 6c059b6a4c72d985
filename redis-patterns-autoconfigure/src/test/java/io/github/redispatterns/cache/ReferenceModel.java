package io.github.redispatterns.cache;

import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;

/**
 * The truth about one key: a database with a version that only grows, and which version a
 * read must not fall below.
 */
final class ReferenceModel {

	private final AtomicLong database = new AtomicLong(1);

	private final List<History> own;

	private final History everybody = new History();

	/** Puts of one key exclude every other write of it, as a row lock would. */
	private final ReentrantReadWriteLock writes = new ReentrantReadWriteLock();

	ReferenceModel(int instances) {
		this.own = Stream.generate(History::new).limit(instances).toList();
	}

	ReentrantReadWriteLock writes() {
		return this.writes;
	}

	long read() {
		return this.database.get();
	}

	long change() {
		return this.database.incrementAndGet();
	}

	/**
	 * An instance completed a write, and must return it from now on.
	 * @param instance the instance
	 * @param version what was written
	 * @param time when
	 */
	void completedBy(int instance, long version, long time) {
		this.own.get(instance).add(version, time);
	}

	/**
	 * A write is known to Redis, and all must return it after the bound.
	 * @param version what was written
	 * @param time when
	 */
	void completed(long version, long time) {
		this.everybody.add(version, time);
	}

	/**
	 * Return the oldest version that a read may return.
	 * @param instance who reads
	 * @param began when the read begins
	 * @param bound how old it may be if others wrote since
	 * @return the version
	 */
	long oldest(int instance, long began, long bound) {
		return Math.max(this.own.get(instance).at(began), this.everybody.at(began - bound));
	}

	/** The highest version of each moment. */
	private static final class History {

		private final TreeMap<Long, Long> versions = new TreeMap<>();

		synchronized void add(long version, long time) {
			if (this.versions.isEmpty()) {
				this.versions.put(time, version);
				return;
			}
			var last = this.versions.lastEntry();
			this.versions.put(Math.max(time, last.getKey()), Math.max(version, last.getValue()));
		}

		synchronized long at(long time) {
			var floor = this.versions.floorEntry(time);
			if (floor == null) {
				return 0;
			}
			// some read that began earlier may still ask, so a little is kept
			this.versions.headMap(floor.getKey() - 60_000_000_000L).clear();
			return floor.getValue();
		}

	}

}
