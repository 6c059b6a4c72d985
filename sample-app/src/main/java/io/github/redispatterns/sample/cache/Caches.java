package io.github.redispatterns.sample.cache;

import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

import io.github.redispatterns.RedisUnavailableException;
import io.github.redispatterns.cache.CachedValue;
import io.github.redispatterns.cache.TieredCache;
import io.github.redispatterns.cache.TieredCacheManager;
import io.github.redispatterns.sample.pattern.Switched;
import io.github.redispatterns.sample.shop.Product;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.stereotype.Component;

/**
 * The caches of the shop, by code.
 */
@Component
class Caches {

	static final long PRODUCTS = 8;

	private final Switched<TieredCacheManager> manager;

	Caches(ObjectProvider<TieredCacheManager> manager) {
		this.manager = new Switched<>(manager, "cache");
	}

	boolean enabled() {
		return this.manager.on();
	}

	// tag::cache[]
	TieredCache<Long, Product> products() {
		return this.manager.get().cache("products", Long.class, Product.class);
	}

	TieredCache<String, List<Product>> shelves() {
		return this.manager.get().cache("shelves", String.class, new ParameterizedTypeReference<>() {
		});
	}

	void clear() {
		products().clear();
		shelves().clear();
	}
	// end::cache[]

	@Nullable List<Place> look() {
		try {
			TieredCache<Long, Product> products = products();
			return LongStream.rangeClosed(1, PRODUCTS).mapToObj((id) -> Place.of(id, products.inspect(id))).toList();
		}
		catch (RedisUnavailableException ex) {
			return null;
		}
	}

	/**
	 * Where a product is.
	 *
	 * @param product its number
	 * @param inMemory whether this instance has it in memory
	 * @param inRedis whether it is in Redis
	 * @param freshMillis for how long it is fresh
	 * @param staleMillis for how long Redis keeps it
	 * @param evicted whether an eviction by tag or a clear made it outdated
	 */
	record Place(long product, boolean inMemory, boolean inRedis, long freshMillis, long staleMillis, boolean evicted) {

		static Place of(long product, Optional<CachedValue> found) {
			return found
				.map((value) -> new Place(product, value.inMemory(), value.inRedis(), value.fresh().toMillis(),
						value.life().toMillis(), value.evicted()))
				.orElse(new Place(product, false, false, 0, 0, false));
		}

	}

}
