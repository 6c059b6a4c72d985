package io.github.redispatterns.sample.shop;

import java.util.List;
import java.util.Optional;

import io.github.redispatterns.ratelimit.By;
import io.github.redispatterns.ratelimit.RateLimited;

import org.springframework.stereotype.Service;

/**
 * The products. Listing them costs the database something, so it is limited here, where
 * every caller passes.
 */
@Service
public class Catalogue {

	private final ProductTable table;

	private final Shelf shelf;

	Catalogue(ProductTable table, Shelf shelf) {
		this.table = table;
		this.shelf = shelf;
	}

	// tag::ratelimit[]
	@RateLimited(value = "catalogue", by = By.IP)
	public List<Product> all() {
		return this.table.all();
	}

	@RateLimited(value = "product", limit = 50, period = "10s", key = "#id")
	public Optional<Product> find(long id) {
		return this.shelf.find(id);
	}
	// end::ratelimit[]

}
