package io.github.redispatterns.sample.shop;

import java.util.List;
import java.util.Optional;

import io.github.redispatterns.ratelimit.By;
import io.github.redispatterns.ratelimit.RateLimited;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * The products. Reading them costs the database something, so it is limited here, where
 * every caller passes.
 */
@Service
public class Catalogue {

	private final JdbcClient jdbc;

	Catalogue(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	// tag::ratelimit[]
	@RateLimited(value = "catalogue", by = By.IP)
	public List<Product> all() {
		return this.jdbc.sql("select * from product order by id").query(Product.class).list();
	}

	@RateLimited(value = "product", limit = 50, period = "10s", key = "#id")
	public Optional<Product> find(long id) {
		return this.jdbc.sql("select * from product where id = ?").param(id).query(Product.class).optional();
	}
	// end::ratelimit[]

}
