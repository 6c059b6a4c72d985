package io.github.redispatterns.sample.shop;

import java.util.List;

import io.github.redispatterns.cache.write.BatchCacheWriter;
import io.github.redispatterns.cache.write.CacheChange;

import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Service;

/**
 * How many of a product were counted in the store room. Whoever counts says so with each
 * piece; the database hears of it now and then.
 */
@Service
public class StockCounts {

	private final JdbcClient jdbc;

	StockCounts(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Ask the database, which may not know yet.
	 * @param product number of the product
	 * @return how many it knows of
	 */
	public int inDatabase(long product) {
		return this.jdbc.sql("select counted from stock_count where product = ?")
			.param(product)
			.query(Integer.class)
			.optional()
			.orElse(0);
	}

	// tag::cache[]
	@Cacheable("counts")
	public int counted(long product) {
		return inDatabase(product);
	}

	@CachePut(cacheNames = "counts", key = "#product")
	public int count(long product, int pieces) {
		return pieces;
	}

	@Component
	static class Writer implements BatchCacheWriter<Long, Integer> {

		private final JdbcTemplate jdbc;

		Writer(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		@Override
		public String cache() {
			return "counts";
		}

		@Override
		public void writeAll(List<CacheChange<Long, Integer>> changes) {
			this.jdbc.batchUpdate("update stock_count set counted = ?, version = ? where product = ? and version < ?",
					changes.stream()
						.map((change) -> new Object[] { change.isDelete() ? 0 : change.value(), change.version(),
								change.key(), change.version() })
						.toList());
		}

	}
	// end::cache[]

}
