package io.github.redispatterns.consumer;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;

import io.github.redispatterns.bloom.BloomFilter;
import io.github.redispatterns.bloom.BloomFilters;
import io.github.redispatterns.bloom.BloomSpec;
import io.github.redispatterns.bloom.Presence;

/**
 * Products that are not looked for in the database if they cannot be there.
 */
public class Catalogue {

	private final Database database = new Database();

	private final BloomFilter products;

	private final BloomFilter orders;

	private final BloomFilter coupons;

	public Catalogue(BloomFilters filters) {
		this.products = filters.filter("products");
		this.orders = filters.filter("orders");
		// tag::spec[]
		this.coupons = filters.filter("coupons", BloomSpec.of(50_000, 0.001));
		// end::spec[]
	}

	// tag::guard[]
	public Optional<String> find(String id) {
		if (this.products.check(id) == Presence.ABSENT) {
			return Optional.empty();
		}
		return this.database.find(id);
	}

	public void rebuild() {
		this.products.rebuild(this.database::ids);
	}
	// end::guard[]

	// tag::insert[]
	public void insert(String id) {
		this.products.add(id);
		this.database.insert(id);
	}
	// end::insert[]

	// tag::claim[]
	public void receive(String message, Runnable work) {
		if (this.orders.claim(message)) {
			work.run();
		}
	}
	// end::claim[]

	boolean isCoupon(String code) {
		return this.coupons.mightContain(code);
	}

	/**
	 * Stands for a real one.
	 */
	private static final class Database {

		private final Set<String> rows = new ConcurrentSkipListSet<>();

		Optional<String> find(String id) {
			return this.rows.contains(id) ? Optional.of(id) : Optional.empty();
		}

		Stream<String> ids() {
			return this.rows.stream();
		}

		void insert(String id) {
			this.rows.add(id);
		}

	}

}
