package io.github.redispatterns.sample.ratelimit;

import java.util.List;

import io.github.redispatterns.sample.pattern.PatternCard;
import io.github.redispatterns.sample.pattern.Snippet;

import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Rate limits on the page.
 */
@Component
@Order(1)
class RateLimitCard implements PatternCard {

	private final Playground playground;

	private final Figures figures;

	RateLimitCard(Playground playground, Figures figures) {
		this.playground = playground;
		this.figures = figures;
	}

	@Override
	public String name() {
		return "ratelimit";
	}

	@Override
	public String group() {
		return "Coordination";
	}

	@Override
	public String title() {
		return "Rate limiting";
	}

	@Override
	public String promise() {
		return "Never more than the limit, across all instances, in one round trip";
	}

	@Override
	public boolean enabled() {
		return this.playground.enabled();
	}

	@Override
	public String endpoint() {
		return "redisratelimits";
	}

	@Override
	public List<Snippet> code() {
		return List.of(Snippet.of("application.yml", "ratelimit"),
				Snippet.of("sources/shop/Catalogue.java", "ratelimit"),
				Snippet.of("sources/ratelimit/Playground.java", "ratelimit"));
	}

	@Override
	public Object live(boolean shared) {
		return this.figures.read(shared);
	}

}
