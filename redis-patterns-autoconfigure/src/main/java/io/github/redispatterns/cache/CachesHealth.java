package io.github.redispatterns.cache;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

import io.github.redispatterns.internal.HealthDetail;

/**
 * What operators want to know of caches while Redis is away. Caches go on without it.
 */
final class CachesHealth implements HealthDetail {

	private final TieredCacheManager caches;

	private final CacheNews news;

	private final BooleanSupplier asked;

	CachesHealth(TieredCacheManager caches, CacheNews news, BooleanSupplier asked) {
		this.caches = caches;
		this.news = news;
		this.asked = asked;
	}

	@Override
	public Map<String, Object> healthDetails() {
		if (this.caches.caches().isEmpty()) {
			return Map.of();
		}
		Map<String, Object> facts = new LinkedHashMap<>();
		facts.put("redis", this.asked.getAsBoolean() ? "used" : "bypassed");
		Boolean trusted = this.news.isTrusted();
		if (trusted != null) {
			facts.put("messages", trusted ? "arrive" : "may be lost");
		}
		facts.put("waitingEvictions",
				this.caches.caches().stream().mapToInt((cache) -> cache.tiers().recovery().size()).sum());
		return Map.of("caches", facts);
	}

}
