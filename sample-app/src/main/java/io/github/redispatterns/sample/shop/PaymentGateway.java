package io.github.redispatterns.sample.shop;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.springframework.stereotype.Component;

/**
 * Stands for the service of somebody else, which is as well as its switch says.
 */
@Component
public class PaymentGateway {

	private volatile Mode mode = Mode.OK;

	/**
	 * Return how it is.
	 * @return the position of the switch
	 */
	public Mode mode() {
		return this.mode;
	}

	/**
	 * Turn the switch.
	 * @param mode how it is from now on
	 */
	public void turn(Mode mode) {
		this.mode = mode;
	}

	/**
	 * Charge a customer.
	 * @param order what for
	 * @param cents how much
	 * @return number of the receipt
	 * @throws GatewayException if it fails
	 */
	String charge(String order, long cents) {
		Mode now = this.mode;
		new CompletableFuture<Void>().completeOnTimeout(null, now.millis, TimeUnit.MILLISECONDS).join();
		if (now == Mode.FAILING) {
			throw new GatewayException("The payment gateway answered 500 to order " + order);
		}
		return "R-%s-%d".formatted(order, cents);
	}

	/**
	 * How the gateway is.
	 */
	public enum Mode {

		/** Takes 20 ms. */
		OK(20),

		/** Fails, after as long. */
		FAILING(20),

		/** Takes 300 ms, which the breaker calls slow. */
		SLOW(300);

		private final long millis;

		Mode(long millis) {
			this.millis = millis;
		}

	}

}
