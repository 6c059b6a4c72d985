package io.github.redispatterns.consumer;

import java.time.Duration;
import java.util.concurrent.Callable;

import io.github.redispatterns.circuitbreaker.CircuitBreaker;
import io.github.redispatterns.circuitbreaker.CircuitBreakers;
import io.github.redispatterns.circuitbreaker.CircuitOpenException;
import io.github.redispatterns.circuitbreaker.CircuitState;
import io.github.redispatterns.circuitbreaker.DistributedCircuitBreaker;
import io.github.redispatterns.circuitbreaker.Permission;

/**
 * Calls of a payment gateway that sometimes fails.
 */
public class Payments {

	private final CircuitBreaker breaker;

	public Payments(CircuitBreakers breakers) {
		this.breaker = breakers.get("ledger", "cautious");
	}

	// tag::annotation[]
	@DistributedCircuitBreaker(name = "payment", fallback = "later")
	public Receipt pay(String order, long cents) {
		return callGateway(order, cents);
	}

	Receipt later(String order, long cents, CircuitOpenException refusal) {
		return new Receipt(order, "queued");
	}
	// end::annotation[]

	// tag::execute[]
	public String book(Callable<String> entry) throws Exception {
		return this.breaker.execute(entry);
	}
	// end::execute[]

	// tag::permission[]
	public boolean tryBook(Runnable entry) {
		if (!(this.breaker.tryAcquire() instanceof Permission.Permitted permitted)) {
			return false;
		}
		long start = System.nanoTime();
		try {
			entry.run();
			this.breaker.succeeded(permitted, Duration.ofNanos(System.nanoTime() - start));
			return true;
		}
		catch (RuntimeException ex) {
			this.breaker.failed(permitted, Duration.ofNanos(System.nanoTime() - start), ex);
			throw ex;
		}
	}
	// end::permission[]

	// tag::operate[]
	public void maintenance(String who) {
		this.breaker.force(CircuitState.FORCED_OPEN, Duration.ofMinutes(30), who, "the ledger is being moved");
	}
	// end::operate[]

	private Receipt callGateway(String order, long cents) {
		return new Receipt(order, (cents > 0) ? "paid" : "free");
	}

	/**
	 * What a payment gives.
	 *
	 * @param order the order
	 * @param state what became of it
	 */
	public record Receipt(String order, String state) {
	}

}
