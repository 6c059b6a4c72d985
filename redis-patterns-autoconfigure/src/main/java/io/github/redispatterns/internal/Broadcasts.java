package io.github.redispatterns.internal;

/**
 * Messages to all other instances of the application, whose losses are noticed.
 * <p>
 * A message may arrive late or twice, or be lost. Whoever may have lost one is told so,
 * and {@link Member#trustedUntil()} says for how long it can rely on having been told.
 */
public interface Broadcasts {

	/**
	 * Join. Does not wait for the server: the subscription is made in the background, by
	 * the first who joins.
	 * @param name who sends and receives, the same on all instances; at most 64 bytes,
	 * and once per instance at a time
	 * @param listener told what others publish under that name
	 * @return the membership
	 */
	Member join(String name, Listener listener);

	/** One who joined. */
	interface Member extends AutoCloseable {

		/**
		 * Return what a script publishes next:
		 * <code>redis.call('PUBLISH', channel, head .. body)</code>. That takes a number,
		 * so it must be published, soon and once: others take a number that does not come
		 * for a loss.
		 * @return the channel, and what the message begins with
		 */
		Outgoing next();

		/**
		 * Return until when everything published by anybody counts as received. What was
		 * published earlier than the longest silence before that moment has been told, or
		 * its loss has.
		 * @return a time of {@link LeaseKeeper#now()}, 0 when nothing can be relied on
		 */
		long trustedUntil();

		/**
		 * Return what the clock of the server says, as heartbeats tell it. On a Cluster
		 * it is the clock of one of its nodes.
		 * @return ms since the epoch, 0 if that is not known to a quarter of a second
		 */
		long serverMillis();

		/**
		 * Leave; nothing is told from then on.
		 */
		@Override
		void close();

	}

	/**
	 * What a script publishes.
	 *
	 * @param channel where
	 * @param head what the message begins with, before its body
	 */
	record Outgoing(byte[] channel, byte[] head) {
	}

	/**
	 * Told what others publish: in the order of arrival, on one thread, which it must not
	 * block.
	 */
	interface Listener {

		/**
		 * Somebody else published: another instance, or another context in this JVM.
		 * @param body what was appended to the head
		 */
		void received(byte[] body);

		/**
		 * Messages may have been lost until now: forget what depends on them. Also told
		 * first thing before trust begins.
		 */
		void missed();

	}

}
