package io.github.redispatterns.cache;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redispatterns.cache.CachesUnderTest.Book;

/**
 * A load that ends when the test says so.
 */
final class HeldLoad implements CacheLoader<String, Book> {

	private final CountDownLatch released = new CountDownLatch(1);

	private final AtomicInteger runs = new AtomicInteger();

	private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

	private final Book book;

	HeldLoad(Book book) {
		this.book = book;
	}

	@Override
	public Book load(String key, CacheLoad load) {
		this.threads.add(Thread.currentThread());
		this.runs.incrementAndGet();
		try {
			if (!this.released.await(30, TimeUnit.SECONDS)) {
				throw new IllegalStateException("Nobody released the load of " + key);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
		return this.book;
	}

	int runs() {
		return this.runs.get();
	}

	boolean ranHere() {
		return this.threads.contains(Thread.currentThread());
	}

	void awaitBegun() {
		Shelf.patience().until(() -> runs() > 0);
	}

	void release() {
		this.released.countDown();
	}

}
