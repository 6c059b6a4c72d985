package io.github.redispatterns.consumer;

import io.github.redispatterns.cache.write.CacheWriter;

import org.springframework.jdbc.core.JdbcOperations;

/**
 * Writes counts of the stock to the database, at once or later.
 */
// tag::writer[]
public class StockWriter implements CacheWriter<Long, Integer> {

	private final JdbcOperations jdbc;

	public StockWriter(JdbcOperations jdbc) {
		this.jdbc = jdbc;
	}

	@Override
	public String cache() {
		return "stock";
	}

	@Override
	public void write(Long product, Integer count, long version) {
		this.jdbc.update("update stock set count = ?, version = ? where product = ? and version < ?", count, version,
				product, version);
	}

	@Override
	public void delete(Long product, long version) {
		write(product, 0, version);
	}

}
// end::writer[]
