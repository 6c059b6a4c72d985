package io.github.redispatterns.sample.lock;

import java.util.List;

import io.github.redispatterns.sample.pattern.PatternCard;
import io.github.redispatterns.sample.pattern.Snippet;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Locks on the page.
 */
@Component
@Order(2)
class LockCard implements PatternCard {

	private final Stocktake stocktake;

	private final LockFigures figures;

	LockCard(Stocktake stocktake, LockFigures figures) {
		this.stocktake = stocktake;
		this.figures = figures;
	}

	@Override
	public String name() {
		return "lock";
	}

	@Override
	public String group() {
		return "Coordination";
	}

	@Override
	public String title() {
		return "Lock";
	}

	@Override
	public String promise() {
		return "One holder of all instances, who is the first to learn that it is lost";
	}

	@Override
	public boolean enabled() {
		return this.stocktake.enabled();
	}

	@Override
	public String endpoint() {
		return "redislocks";
	}

	@Override
	public List<Snippet> code() {
		return List.of(Snippet.of("application.yml", "lock"), Snippet.of("sources/shop/Stock.java", "lock"),
				Snippet.of("sources/lock/Stocktake.java", "lock"));
	}

	@Override
	public @Nullable Object live(boolean shared) {
		return this.figures.read(shared);
	}

}
