package io.github.redispatterns.sample.shop;

/**
 * What became of a payment.
 *
 * @param outcome whether it was made
 * @param note number of the receipt, or why there is none
 */
public record Payment(Outcome outcome, String note) {

	/** What became of it. */
	public enum Outcome {

		/** The gateway has charged the customer. */
		PAID,

		/** The gateway failed; to be tried again later. */
		FAILED,

		/** The breaker spared the gateway; to be tried again later. */
		REFUSED

	}

}
