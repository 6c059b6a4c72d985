package io.github.redispatterns.sample.shop;

import java.math.BigDecimal;
import java.util.Optional;

import io.github.redispatterns.cache.CacheTagEvict;
import io.github.redispatterns.lock.DistributedLock;
import io.github.redispatterns.lock.Fence;
import io.github.redispatterns.lock.FencingToken;
import io.github.redispatterns.lock.jdbc.JdbcFencingGuard;

import org.springframework.cache.annotation.CacheEvict;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What the shop has. It reads the stock, thinks, and writes it: one at a time for each
 * product, on all instances.
 */
@Service
public class Stock {

	private final JdbcClient jdbc;

	private final JdbcFencingGuard guard;

	Stock(JdbcClient jdbc, JdbcFencingGuard guard) {
		this.jdbc = jdbc;
		this.guard = guard;
	}

	// tag::lock[]
	@DistributedLock(name = "stock", key = "#product")
	@Transactional
	@CacheEvict(cacheNames = "products", key = "#product")
	@CacheTagEvict(tags = "'product:' + #product", cacheNames = "shelves")
	public Optional<Order> take(long product, int quantity, @FencingToken long token) {
		this.guard.pass(new Fence("stock", Long.toString(product), token));
		Product before = find(product);
		if (before.stock() < quantity) {
			return Optional.empty();
		}
		this.jdbc.sql("update product set stock = ? where id = ?").params(before.stock() - quantity, product).update();
		return Optional.of(order(before, quantity, token));
	}
	// end::lock[]

	private Product find(long product) {
		return this.jdbc.sql("select * from product where id = ?").param(product).query(Product.class).single();
	}

	private Order order(Product product, int quantity, long token) {
		BigDecimal total = product.price().multiply(BigDecimal.valueOf(quantity));
		long id = this.jdbc.sql("select next value for order_number").query(Long.class).single();
		this.jdbc.sql("insert into orders (id, product, quantity, total, token) values (?, ?, ?, ?, ?)")
			.params(id, product.id(), quantity, total, token)
			.update();
		return new Order(id, product.id(), quantity, total, token);
	}

}
