package io.github.redispatterns.sample.circuitbreaker;

import java.util.List;

import io.github.redispatterns.sample.pattern.PatternCard;
import io.github.redispatterns.sample.pattern.Snippet;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Circuit breakers on the page.
 */
@Component
@Order(4)
class CircuitBreakerCard implements PatternCard {

	private final PaymentBreaker breaker;

	private final CircuitFigures figures;

	CircuitBreakerCard(PaymentBreaker breaker, CircuitFigures figures) {
		this.breaker = breaker;
		this.figures = figures;
	}

	@Override
	public String name() {
		return "circuitbreaker";
	}

	@Override
	public String group() {
		return "Coordination";
	}

	@Override
	public String title() {
		return "Circuit breaker";
	}

	@Override
	public String promise() {
		return "Opens once for all instances, and no call waits for Redis while it is closed";
	}

	@Override
	public boolean enabled() {
		return this.breaker.enabled();
	}

	@Override
	public String endpoint() {
		return "rediscircuitbreakers";
	}

	@Override
	public List<Snippet> code() {
		return List.of(Snippet.of("application.yml", "circuitbreaker"),
				Snippet.of("sources/shop/Payments.java", "circuitbreaker"),
				Snippet.of("sources/circuitbreaker/PaymentBreaker.java", "circuitbreaker"));
	}

	@Override
	public @Nullable Object live(boolean shared) {
		return this.figures.read(shared);
	}

}
