package io.github.redispatterns.sample.semaphore;

import java.util.List;

import io.github.redispatterns.sample.pattern.PatternCard;
import io.github.redispatterns.sample.pattern.Snippet;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Semaphores on the page.
 */
@Component
@Order(3)
class SemaphoreCard implements PatternCard {

	private final Renderers renderers;

	private final SemaphoreFigures figures;

	SemaphoreCard(Renderers renderers, SemaphoreFigures figures) {
		this.renderers = renderers;
		this.figures = figures;
	}

	@Override
	public String name() {
		return "semaphore";
	}

	@Override
	public String group() {
		return "Coordination";
	}

	@Override
	public String title() {
		return "Semaphore";
	}

	@Override
	public String promise() {
		return "Never more at work than there are permits, crashed instances included";
	}

	@Override
	public boolean enabled() {
		return this.renderers.enabled();
	}

	@Override
	public String endpoint() {
		return "redissemaphores";
	}

	@Override
	public List<Snippet> code() {
		return List.of(Snippet.of("application.yml", "semaphore"),
				Snippet.of("sources/shop/Pictures.java", "semaphore"),
				Snippet.of("sources/semaphore/Renderers.java", "semaphore"));
	}

	@Override
	public @Nullable Object live(boolean shared) {
		return this.figures.read(shared);
	}

}
