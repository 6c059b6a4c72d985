package io.github.redispatterns.cache;

import org.jspecify.annotations.Nullable;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * A load inside a transaction that may have changed what was loaded: the value is stored
 * after the commit, and until then it is nobody else's business.
 * <p>
 * The transaction may change and load again as often as it wants. It does not wait for
 * the right to store that it holds itself, and the last value is what is stored.
 */
final class TransactedLoad implements TransactionSynchronization {

	private final CacheTiers cache;

	private final String key;

	private final Landing landing;

	private Loaded loaded;

	private final long ended;

	private TransactedLoad(CacheTiers cache, String key, Landing landing, Loaded loaded, long ended) {
		this.cache = cache;
		this.key = key;
		this.landing = landing;
		this.loaded = loaded;
		this.ended = ended;
	}

	/**
	 * Let a value wait for the commit.
	 * @param cache its cache
	 * @param key its key
	 * @param landing what stores it
	 * @param loaded the value
	 * @param ended when it was loaded, {@code LeaseKeeper.now()}
	 */
	static void defer(CacheTiers cache, String key, Landing landing, Loaded loaded, long ended) {
		TransactionSynchronizationManager
			.registerSynchronization(new TransactedLoad(cache, key, landing, loaded, ended));
	}

	/**
	 * Find what the transaction of this thread has loaded. Those that are suspended have
	 * other snapshots of the source, and are not asked.
	 * @param cache the cache
	 * @param key the key
	 * @return the load, or {@code null}
	 */
	static @Nullable TransactedLoad of(CacheTiers cache, String key) {
		if (TransactionSynchronizationManager.isSynchronizationActive()) {
			for (TransactionSynchronization each : TransactionSynchronizationManager.getSynchronizations()) {
				if (each instanceof TransactedLoad load && load.cache == cache && load.key.equals(key)) {
					return load;
				}
			}
		}
		return null;
	}

	/**
	 * Load once more.
	 * @param loader where the value comes from
	 * @return the value
	 * @throws Throwable what the load threw
	 */
	@Nullable Object again(Loader loader) throws Throwable {
		this.loaded = loader.load();
		return this.loaded.value();
	}

	@Override
	public void afterCompletion(int status) {
		if (status == STATUS_COMMITTED) {
			this.landing.store(this.loaded, this.ended);
		}
		else {
			this.landing.abandon();
		}
	}

}
