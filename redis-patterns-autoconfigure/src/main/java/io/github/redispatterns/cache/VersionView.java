package io.github.redispatterns.cache;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

import io.github.redispatterns.cache.CacheScripts.Bump;
import io.github.redispatterns.internal.LeaseKeeper;

/**
 * The versions of one cache as this instance knows them, read again when messages may
 * have been lost.
 * <p>
 * A failover may lose the last evictions. Whoever heard of them says them again, so that
 * an instance that starts later does not take for fresh what was evicted.
 */
final class VersionView {

	private final CacheScripts scripts;

	private final ReentrantLock reading = new ReentrantLock();

	private volatile Versions known = new Versions(0, 0);

	private final AtomicInteger doubts = new AtomicInteger(1);

	private volatile long readAt;

	private volatile int settled;

	VersionView(CacheScripts scripts) {
		this.scripts = scripts;
	}

	/**
	 * Return what is known.
	 * @return the versions, those of nothing if they were never read
	 */
	Versions known() {
		return this.known;
	}

	/**
	 * Return since when it is certain that nothing was missed, apart from messages.
	 * @return {@link LeaseKeeper#now()} at the last time it was read
	 */
	long readAt() {
		return this.readAt;
	}

	/**
	 * Return what is known, read anew if that may be too old.
	 * @param notBefore {@link LeaseKeeper#now()} from which on it is young enough if no
	 * messages arrive; 0 while they do
	 * @return the versions
	 */
	Versions current(long notBefore) {
		Versions current = this.known;
		return isCurrent(notBefore) ? current : read(notBefore);
	}

	private boolean isCurrent(long notBefore) {
		return this.settled == this.doubts.get() && (notBefore == 0 || this.readAt >= notBefore);
	}

	/**
	 * A value was found. If it is of another incarnation and younger than all that is
	 * known, the versions were lost and begun anew, which nobody tells.
	 * @param facts what the value remembers
	 */
	void found(Facts facts) {
		Versions current = this.known;
		if (facts.incarnation() != current.incarnation() && facts.known() > current.last()) {
			doubt();
		}
	}

	/**
	 * Messages may have been lost.
	 */
	void doubt() {
		this.doubts.incrementAndGet();
	}

	/**
	 * An eviction became known.
	 * @param incarnation to which versions it belongs
	 * @param number its number
	 * @param fields what was evicted
	 * @return whether it could be told from these versions which values that concerns
	 */
	boolean evicted(long incarnation, long number, List<String> fields) {
		Versions current = this.known;
		if (current.incarnation() == incarnation) {
			current.evicted(number, fields);
			return true;
		}
		// which of the two is the later one is for Redis to say
		doubt();
		return false;
	}

	private Versions read(long notBefore) {
		this.reading.lock();
		try {
			Versions current = this.known;
			return isCurrent(notBefore) ? current : read(current);
		}
		finally {
			this.reading.unlock();
		}
	}

	private Versions read(Versions before) {
		long now = LeaseKeeper.now();
		int settling = this.doubts.get();
		Versions read = this.scripts.versions(candidate());
		if (before.incarnation() != read.incarnation()) {
			this.known = read;
			settle(now, settling);
			return read;
		}
		List<String> lost = before.merge(read);
		settle(now, settling);
		if (!lost.isEmpty()) {
			Bump again = this.scripts.bump(candidate(), lost);
			evicted(again.incarnation(), again.number(), lost);
		}
		return before;
	}

	// doubts that arose meanwhile remain
	private void settle(long now, int settling) {
		this.readAt = now;
		this.settled = settling;
	}

	static long candidate() {
		return ThreadLocalRandom.current().nextLong();
	}

}
