package io.github.redispatterns.cache;

import java.util.UUID;

import io.github.redispatterns.cache.CacheProperties.Tiers;

import org.springframework.cache.Cache;

/**
 * What the contracts of Spring's cache annotations need.
 */
interface AnnotationsUnderTest {

	<T> T bean(Tiers tiers, Class<T> type);

	default CachedService service(Where where) {
		return bean(where.tiers, where.type);
	}

	default Cache cache(Where where, String name) {
		return cache(where.tiers, name);
	}

	Cache cache(Tiers tiers, String name);

	default String key() {
		return UUID.randomUUID().toString();
	}

	/** Where the annotations are, and where the values. */
	enum Where {

		METHOD(Tiers.BOTH, MethodCachedService.class),

		CLASS(Tiers.BOTH, ClassCachedService.class),

		METHOD_IN_REDIS(Tiers.REMOTE, MethodCachedService.class),

		CLASS_IN_REDIS(Tiers.REMOTE, ClassCachedService.class);

		private final Tiers tiers;

		private final Class<? extends CachedService> type;

		Where(Tiers tiers, Class<? extends CachedService> type) {
			this.tiers = tiers;
			this.type = type;
		}

	}

}
