package io.github.redispatterns.cache;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.github.redispatterns.internal.LeaseKeeper;
import org.jspecify.annotations.Nullable;

/**
 * The values in this instance's memory.
 * <p>
 * What a load or a look into Redis found may be outdated by the time it is put here,
 * because a write came in between. So each key belongs to a stripe with an epoch: who
 * looks notes the epoch first and puts only if it is still the same; who writes raises it
 * before the value is removed.
 */
final class LocalTier {

	private static final int STRIPES = 2048;

	private final Cache<String, LocalEntry> entries;

	private final AtomicIntegerArray epochs = new AtomicIntegerArray(STRIPES);

	private final AtomicIntegerArray writers = new AtomicIntegerArray(STRIPES);

	private final LongAdder evicted = new LongAdder();

	private volatile int flushes;

	LocalTier(long maximumSize) {
		this.entries = Caffeine.newBuilder()
			.maximumSize(maximumSize)
			.ticker(LeaseKeeper::now)
			.expireAfter(new UntilExpires())
			.executor(Runnable::run)
			.removalListener((key, value, cause) -> {
				if (cause.wasEvicted()) {
					this.evicted.increment();
				}
			})
			.build();
	}

	@Nullable LocalEntry get(String key) {
		LocalEntry entry = this.entries.getIfPresent(key);
		return (entry != null && entry.generation() == this.flushes) ? entry : null;
	}

	/**
	 * Note that somebody is about to look.
	 * @param key the key
	 * @return the epoch
	 */
	long epoch(String key) {
		return ((long) this.flushes << 32) | (this.epochs.get(stripe(key)) & 0xFFFFFFFFL);
	}

	/**
	 * Put what was found, unless something was written since.
	 * @param key the key
	 * @param entry what was found
	 * @param epoch from before the look
	 */
	void put(String key, LocalEntry entry, long epoch) {
		if (epoch == epoch(key)) {
			entry.keep((int) (epoch >>> 32));
			this.entries.asMap().compute(key, (same, before) -> (epoch == epoch(key)) ? entry : before);
		}
	}

	/**
	 * A write of this instance begins: nobody finds the old value from here on.
	 * @param key the key
	 * @return whether no other write of the stripe is under way
	 */
	boolean beginWrite(String key) {
		boolean alone = this.writers.getAndIncrement(stripe(key)) == 0;
		remove(key);
		return alone;
	}

	/**
	 * A write of this instance has ended.
	 * @param key the key
	 * @param entry what was written, if it may be kept here
	 * @param epoch of the stripe since the write began
	 */
	void endWrite(String key, @Nullable LocalEntry entry, long epoch) {
		int stripe = stripe(key);
		if (entry != null) {
			entry.keep((int) (epoch >>> 32));
		}
		this.entries.asMap().compute(key, (same, before) -> {
			// who looked while this was written may have seen what was there before
			boolean undisturbed = epoch == epoch(key);
			this.epochs.incrementAndGet(stripe);
			return (entry != null && undisturbed) ? entry : null;
		});
		this.writers.decrementAndGet(stripe);
	}

	/**
	 * Remove a value, and tell what it was.
	 * @param key the key
	 * @return the value, or {@code null}
	 */
	@Nullable LocalEntry take(String key) {
		this.epochs.incrementAndGet(stripe(key));
		return this.entries.asMap().remove(key);
	}

	/**
	 * Put a value unless there is one.
	 * @param key the key
	 * @param entry the value
	 * @param there tells whether what is there counts
	 * @return what is there then
	 */
	LocalEntry putIfAbsent(String key, LocalEntry entry, Predicate<LocalEntry> there) {
		return this.entries.asMap().compute(key, (same, before) -> {
			if (before != null && there.test(before)) {
				return before;
			}
			this.epochs.incrementAndGet(stripe(key));
			return entry;
		});
	}

	/**
	 * Remove a value that was written elsewhere.
	 * @param key the key
	 */
	void remove(String key) {
		this.epochs.incrementAndGet(stripe(key));
		this.entries.invalidate(key);
	}

	/**
	 * Remove everything. What is put at the same moment is not found either, though it
	 * may escape the removal: it belongs to the time before.
	 */
	synchronized void flush() {
		this.flushes++;
		this.entries.invalidateAll();
	}

	long size() {
		return this.entries.estimatedSize();
	}

	long evictions() {
		return this.evicted.sum();
	}

	private static int stripe(String key) {
		int hash = key.hashCode();
		return (hash ^ (hash >>> 16)) & (STRIPES - 1);
	}

	/** Each value says itself when it leaves. */
	private static final class UntilExpires implements Expiry<String, LocalEntry> {

		@Override
		public long expireAfterCreate(String key, LocalEntry entry, long now) {
			return Math.max(0, entry.expires() - now);
		}

		@Override
		public long expireAfterUpdate(String key, LocalEntry entry, long now, long left) {
			return expireAfterCreate(key, entry, now);
		}

		@Override
		public long expireAfterRead(String key, LocalEntry entry, long now, long left) {
			return left;
		}

	}

}
