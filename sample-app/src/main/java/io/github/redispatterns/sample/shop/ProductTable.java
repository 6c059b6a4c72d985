package io.github.redispatterns.sample.shop;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The products in the database, which is as slow as one that has much to do.
 */
@Repository
class ProductTable {

	private static final long DELAY = 100;

	private final JdbcClient jdbc;

	private final MeterRegistry meters;

	ProductTable(JdbcClient jdbc, MeterRegistry meters) {
		this.jdbc = jdbc;
		this.meters = meters;
	}

	List<Product> all() {
		return this.jdbc.sql("select * from product order by id").query(Product.class).list();
	}

	Optional<Product> find(long id) {
		takeTime("product");
		return this.jdbc.sql("select * from product where id = ?").param(id).query(Product.class).optional();
	}

	List<Product> in(String category) {
		takeTime("category");
		return this.jdbc.sql("select * from product where category = ? order by id")
			.param(category)
			.query(Product.class)
			.list();
	}

	int raise(String category) {
		return this.jdbc.sql("update product set price = price + 0.10 where category = ?").param(category).update();
	}

	private void takeTime(String query) {
		this.meters.counter(Shelf.READS, "query", query).increment();
		new CompletableFuture<Void>().completeOnTimeout(null, DELAY, TimeUnit.MILLISECONDS).join();
	}

}
