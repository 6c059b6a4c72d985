package io.github.redispatterns.sample.cache;

import java.util.List;

import io.github.redispatterns.sample.pattern.PatternCard;
import io.github.redispatterns.sample.pattern.Snippet;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Caches on the page.
 */
@Component
@Order(5)
class CacheCard implements PatternCard {

	private final Caches caches;

	private final CacheFigures figures;

	CacheCard(Caches caches, CacheFigures figures) {
		this.caches = caches;
		this.figures = figures;
	}

	@Override
	public String name() {
		return "cache";
	}

	@Override
	public String group() {
		return "Caching";
	}

	@Override
	public String title() {
		return "Two-tier cache";
	}

	@Override
	public String promise() {
		return "One execution for all who ask, and nothing older than the last write by more than 3 s";
	}

	@Override
	public boolean enabled() {
		return this.caches.enabled();
	}

	@Override
	public String endpoint() {
		return "rediscaches";
	}

	@Override
	public List<Snippet> code() {
		return List.of(Snippet.of("application.yml", "cache"), Snippet.of("sources/shop/Shelf.java", "cache"),
				Snippet.of("sources/shop/StockCounts.java", "cache"));
	}

	@Override
	public @Nullable Object live(boolean shared) {
		return this.figures.read(shared);
	}

}
