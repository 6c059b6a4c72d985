package io.github.redispatterns.sample.shop;

import java.util.List;
import java.util.Optional;

import io.github.redispatterns.cache.CacheTagEvict;
import io.github.redispatterns.cache.CacheTags;

import org.springframework.cache.annotation.Cacheable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Products as customers see them: from memory, from Redis, and now and then from the
 * database.
 */
@Service
public class Shelf {

	/** Name of the meter of questions to the database. */
	public static final String READS = "sample.catalogue.reads";

	private final ProductTable table;

	Shelf(ProductTable table) {
		this.table = table;
	}

	// tag::cache[]
	@Cacheable("products")
	@CacheTags("'category:' + #result?.category")
	public Optional<Product> find(long id) {
		return this.table.find(id);
	}

	@Cacheable("shelves")
	@CacheTags({ "'category:' + #category", "#result.!['product:' + id]" })
	public List<Product> in(String category) {
		return this.table.in(category);
	}

	@Transactional
	@CacheTagEvict(tags = "'category:' + #category", cacheNames = { "products", "shelves" })
	public int raisePrices(String category) {
		return this.table.raise(category);
	}
	// end::cache[]

}
