package io.github.redispatterns.consumer;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import io.github.redispatterns.cache.CacheTagEvict;
import io.github.redispatterns.cache.CacheTags;
import io.github.redispatterns.cache.CacheWriteOptions;
import io.github.redispatterns.cache.TieredCache;
import io.github.redispatterns.cache.TieredCacheManager;

import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;

/**
 * Products that are read through caches.
 */
public class Products {

	private final Map<Long, Product> database = new ConcurrentHashMap<>();

	private final TieredCache<String, Report> reports;

	private final TieredCache<Long, Product> products;

	public Products(TieredCacheManager caches) {
		// tag::manager[]
		this.reports = caches.cache("reports", String.class, Report.class);
		// end::manager[]
		this.products = caches.cache("products", Long.class, Product.class);
	}

	// tag::spring[]
	@Cacheable("products")
	public Optional<Product> find(long id) {
		return Optional.ofNullable(this.database.get(id));
	}

	@CachePut(cacheNames = "products", key = "#product.id")
	public Product save(Product product) {
		this.database.put(product.id(), product);
		return product;
	}

	@CacheEvict("products")
	public void remove(long id) {
		this.database.remove(id);
	}
	// end::spring[]

	// tag::tags[]
	@Cacheable("offers")
	@CacheTags({ "'tenant:' + #tenant", "'category:' + #result.category" })
	public Product offer(String tenant, long id) {
		return priceFor(tenant, id);
	}

	@CacheTagEvict(tags = "'tenant:' + #tenant", cacheNames = "offers")
	public void newContract(String tenant) {
		renegotiate(tenant);
	}
	// end::tags[]

	// tag::load[]
	public Report report(String tenant) {
		return Objects.requireNonNull(this.reports.getOrLoad(tenant, (same, load) -> {
			Report report = count(same);
			load.tags("tenant:" + same).ttl(Duration.ofMinutes(report.complete() ? 60 : 1));
			return report;
		}));
	}
	// end::load[]

	// tag::version[]
	public void changed(Product product) {
		this.products.put(product.id(), product, CacheWriteOptions.NONE.withVersion(product.version()));
	}
	// end::version[]

	private Product priceFor(String tenant, long id) {
		return Objects.requireNonNull(this.database.get(id), tenant);
	}

	private void renegotiate(String tenant) {
		this.database.replaceAll((id, product) -> product);
	}

	private Report count(String tenant) {
		return new Report(List.copyOf(this.database.values()), true);
	}

	/**
	 * A product.
	 *
	 * @param id its number
	 * @param version of its row
	 * @param category what it belongs to
	 * @param price what it costs
	 */
	public record Product(long id, long version, String category, BigDecimal price) {
	}

	/**
	 * A report.
	 *
	 * @param products what it counts
	 * @param complete whether it will not change
	 */
	public record Report(List<Product> products, boolean complete) {
	}

}
