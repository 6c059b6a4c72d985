package io.github.redispatterns.sample.shop;

import io.github.redispatterns.circuitbreaker.CircuitOpenException;
import io.github.redispatterns.circuitbreaker.DistributedCircuitBreaker;

import org.springframework.stereotype.Service;

/**
 * Payments, which wait for better times when the gateway is ill.
 */
@Service
public class Payments {

	private final PaymentGateway gateway;

	Payments(PaymentGateway gateway) {
		this.gateway = gateway;
	}

	// tag::circuitbreaker[]
	@DistributedCircuitBreaker(name = "payment", fallback = "later")
	public Payment pay(String order, long cents) {
		return new Payment(Payment.Outcome.PAID, this.gateway.charge(order, cents));
	}

	Payment later(String order, long cents, CircuitOpenException refusal) {
		long seconds = refusal.getRetryAfter().toSeconds();
		return new Payment(Payment.Outcome.REFUSED, "The gateway is spared for another %d s".formatted(seconds));
	}

	Payment later(String order, long cents, GatewayException failure) {
		return new Payment(Payment.Outcome.FAILED, String.valueOf(failure.getMessage()));
	}
	// end::circuitbreaker[]

}
