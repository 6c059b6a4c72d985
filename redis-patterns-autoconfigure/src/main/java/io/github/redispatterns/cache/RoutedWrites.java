package io.github.redispatterns.cache;

import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What callers write to a cache that has a source: the source takes part in the caller's
 * transaction, the cache follows after the commit.
 */
final class RoutedWrites {

	/** Values as the cache itself writes them. */
	static final WriteRoutes.Format FORMAT = new WriteRoutes.Format() {

		@Override
		public byte[] write(Type type, Object value) {
			return ValueType.of(type).write(value);
		}

		@Override
		public Object read(Type type, byte[] json) {
			return ValueType.of(type).read(json);
		}

	};

	private final CacheTiers cache;

	private final WriteRoute route;

	RoutedWrites(CacheTiers cache, WriteRoute route) {
		this.cache = cache;
		this.route = route;
		route.attach((key, passage) -> cache.direct().evict(key, passage));
	}

	void put(Object key, @Nullable ValueType type, Loaded written) {
		Object value = written.value();
		if (value == null) {
			throw new IllegalArgumentException(
					("value of '%s' is null, which the cache '%s' cannot write to its source: evict the key to delete "
							+ "it there")
						.formatted(key, this.cache.name()));
		}
		String text = KeyText.of(key);
		WriteRoute.Passage passage = this.route.put(this.cache.keys().entry(text).place(text), key, value);
		whenCommitted(() -> this.cache.direct().put(text, type, written, passage), passage);
	}

	boolean evict(Object key) {
		String text = KeyText.of(key);
		WriteRoute.Passage passage = this.route.delete(this.cache.keys().entry(text).place(text), key);
		if (isInTransaction()) {
			boolean there = this.cache.reads().find(text, null) != null;
			whenCommitted(() -> this.cache.direct().evict(text, passage), passage);
			return there;
		}
		return this.cache.direct().evict(text, passage);
	}

	UnsupportedOperationException refusePutIfAbsent() {
		return new UnsupportedOperationException(
				("The cache '%s' writes to a source, and only the source knows whether a value is absent: "
						+ "load with getOrLoad, or use put")
					.formatted(this.cache.name()));
	}

	private boolean isInTransaction() {
		return this.cache.settings().transactionAware() && TransactionSynchronizationManager.isSynchronizationActive()
				&& TransactionSynchronizationManager.isActualTransactionActive();
	}

	private void whenCommitted(Runnable change, WriteRoute.Passage passage) {
		if (!isInTransaction()) {
			change.run();
			return;
		}
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

			@Override
			public void afterCommit() {
				// unlike in afterCompletion, the caller hears of a failure
				change.run();
			}

			@Override
			public void afterCompletion(int status) {
				if (status != STATUS_COMMITTED) {
					passage.abandon();
				}
			}

		});
	}

}
