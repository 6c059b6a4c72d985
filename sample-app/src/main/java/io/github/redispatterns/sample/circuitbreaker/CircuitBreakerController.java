package io.github.redispatterns.sample.circuitbreaker;

import io.github.redispatterns.circuitbreaker.CircuitState;
import io.github.redispatterns.sample.shop.PaymentGateway;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Payments for the breaker to judge, and what an operator does to it.
 */
@RestController
@RequestMapping("/api/circuitbreaker")
class CircuitBreakerController {

	private static final int MOST_CUSTOMERS = 100;

	private final PaymentBreaker breaker;

	private final Customers customers;

	CircuitBreakerController(PaymentBreaker breaker, Customers customers) {
		this.breaker = breaker;
		this.customers = customers;
	}

	@PostMapping("/pay")
	Customers.Crowd pay(@RequestParam PaymentGateway.Mode gateway, @RequestParam(defaultValue = "1") int count) {
		if (count < 1 || count > MOST_CUSTOMERS) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST,
					"'count' is %d, allowed are 1 to %d".formatted(count, MOST_CUSTOMERS));
		}
		return this.customers.pay(gateway, count);
	}

	@GetMapping("/state")
	CircuitView state() {
		return CircuitView.of(this.breaker.breaker().shared());
	}

	@PostMapping("/force")
	CircuitView force(@RequestParam CircuitState state) {
		if (!state.isForced()) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST,
					"'state' is %s, allowed are FORCED_OPEN, DISABLED and METRICS_ONLY".formatted(state));
		}
		this.breaker.force(state);
		return state();
	}

	@PostMapping("/reset")
	CircuitView reset() {
		this.breaker.reset();
		return state();
	}

}
