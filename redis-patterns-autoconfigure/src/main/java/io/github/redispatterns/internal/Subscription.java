package io.github.redispatterns.internal;

/**
 * A subscription to one channel, as often as it takes.
 */
interface Subscription {

	/**
	 * Subscribe, and pass on what comes until that fails or is cancelled.
	 * @param receiver told on the calling thread
	 * @throws Exception what ended the subscription
	 */
	void receive(Receiver receiver) throws Exception;

	/**
	 * Let {@link #receive} end soon, now and for ever.
	 */
	void cancel();

	/** Told what comes. */
	interface Receiver {

		/**
		 * From now on messages arrive. Those before may be lost, also when it is said a
		 * second time.
		 */
		void subscribed();

		/**
		 * A message came.
		 * @param message what was published
		 */
		void received(byte[] message);

	}

}
