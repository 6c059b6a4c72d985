package io.github.redispatterns.internal;

/**
 * Signals from scripts to whoever waits for them in any instance of the application.
 * <p>
 * A signal is a hint: while the connection is away signals are missed. So a listener also
 * looks by itself now and then, and at once when it is told that it may have missed one.
 */
public interface WakeUps {

	/**
	 * Return where a script sends the signals of an entity.
	 * @param entity what stands before the facet in the entity's keys, such as
	 * <code>shop:lock:{order-42}</code>
	 * @return what the script needs
	 */
	Address address(String entity);

	/**
	 * Listen to the signals of an entity. Does not wait for the server: a listener is
	 * told that it may have missed signals as soon as they begin to arrive.
	 * @param entity the same as for the address
	 * @param listener called in the order of the signals, must not block
	 * @return ends the listening when closed
	 */
	Listening listen(String entity, Listener listener);

	/**
	 * Where a script sends signals: <code>redis.call(command, channel, topic .. '\n' ..
	 * text)</code>.
	 *
	 * @param command the publishing command
	 * @param channel the channel, in the slot of the entity where that matters
	 * @param topic name of the entity, first line of the message
	 */
	record Address(byte[] command, byte[] channel, byte[] topic) {
	}

	/** Is told of signals. */
	interface Listener {

		/**
		 * A signal came.
		 * @param text what the script added, may be empty
		 */
		void signalled(String text);

		/**
		 * Signals may have been missed until now.
		 */
		void missed();

	}

	/** A listener at its place. */
	interface Listening extends AutoCloseable {

		@Override
		void close();

	}

}
