package io.github.redispatterns.sample.circuitbreaker;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.github.redispatterns.sample.shop.Payment;
import io.github.redispatterns.sample.shop.PaymentGateway;
import io.github.redispatterns.sample.shop.Payments;

import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.stereotype.Component;

/**
 * Pay all at once, through the method that the breaker guards.
 */
@Component
class Customers {

	private final Payments payments;

	private final PaymentGateway gateway;

	private final AsyncTaskExecutor threads;

	Customers(Payments payments, PaymentGateway gateway, AsyncTaskExecutor applicationTaskExecutor) {
		this.payments = payments;
		this.gateway = gateway;
		this.threads = applicationTaskExecutor;
	}

	Crowd pay(PaymentGateway.Mode mode, int customers) {
		this.gateway.turn(mode);
		List<CompletableFuture<Payment>> all = IntStream.rangeClosed(1, customers)
			.mapToObj((number) -> this.threads.submitCompletable(() -> this.payments.pay("demo-" + number, 990)))
			.toList();
		Map<Payment.Outcome, Integer> outcomes = new EnumMap<>(Payment.Outcome.class);
		all.forEach((payment) -> outcomes.merge(payment.join().outcome(), 1, Integer::sum));
		return new Crowd(customers, outcomes, all.get(customers - 1).join().note());
	}

	/**
	 * What became of their payments.
	 *
	 * @param customers how many there were
	 * @param outcomes how many payments ended how
	 * @param last what the last one heard
	 */
	record Crowd(int customers, Map<Payment.Outcome, Integer> outcomes, String last) {
	}

}
