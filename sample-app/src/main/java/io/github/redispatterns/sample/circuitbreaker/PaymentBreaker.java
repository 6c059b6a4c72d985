package io.github.redispatterns.sample.circuitbreaker;

import java.time.Duration;

import io.github.redispatterns.circuitbreaker.CircuitBreaker;
import io.github.redispatterns.circuitbreaker.CircuitBreakers;
import io.github.redispatterns.circuitbreaker.CircuitState;
import io.github.redispatterns.sample.pattern.Switched;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * The breaker of the payment gateway, as an operator has it.
 */
@Component
class PaymentBreaker {

	static final String NAME = "payment";

	private static final String ACTOR = "dashboard";

	private final Switched<CircuitBreakers> breakers;

	PaymentBreaker(ObjectProvider<CircuitBreakers> breakers) {
		this.breakers = new Switched<>(breakers, "circuitbreaker");
	}

	boolean enabled() {
		return this.breakers.on();
	}

	// tag::circuitbreaker[]
	CircuitBreaker breaker() {
		return this.breakers.get().get(NAME);
	}

	void force(CircuitState state) {
		breaker().force(state, Duration.ofSeconds(30), ACTOR, "clicked");
	}

	void reset() {
		breaker().reset(ACTOR, "clicked");
	}
	// end::circuitbreaker[]

}
