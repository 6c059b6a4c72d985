package io.github.redispatterns.internal;

import org.jspecify.annotations.Nullable;

/**
 * A slot whose signals somebody wants, or wanted lately. Only {@link ShardLoop}'s thread
 * touches the fields that change.
 */
final class ShardSlot {

	final int number;

	final byte[] channel;

	final WakeUpListeners listeners = new WakeUpListeners();

	private boolean idle;

	private boolean closed;

	/** Who was asked for the channel, or serves it. */
	@Nullable ShardLine line;

	/** Whether the line serves it. */
	boolean confirmed;

	/** How often nodes sent us on since the last confirmation. */
	int hops;

	ShardSlot(int number, byte[] channel) {
		this.number = number;
		this.channel = channel;
	}

	/**
	 * Listen to an entity of this slot.
	 * @param entity the topic
	 * @param listener who listens
	 * @return {@code null} if the slot was closed before
	 */
	synchronized WakeUps.@Nullable Listening listen(String entity, WakeUps.Listener listener) {
		this.idle = false;
		return this.closed ? null : this.listeners.add(entity, listener);
	}

	/**
	 * Close the slot if nobody listens now and nobody began to since the last question.
	 * @return whether it is closed, for ever
	 */
	synchronized boolean closesWhenIdle() {
		this.closed |= this.idle && this.listeners.isEmpty();
		this.idle = this.listeners.isEmpty();
		return this.closed;
	}

	synchronized boolean isClosed() {
		return this.closed;
	}

	/**
	 * Nobody serves it any more.
	 */
	void forget() {
		this.line = null;
		this.confirmed = false;
		this.hops = 0;
	}

}
