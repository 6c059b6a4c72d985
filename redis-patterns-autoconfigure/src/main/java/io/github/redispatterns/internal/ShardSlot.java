package io.github.redispatterns.internal;

import org.jspecify.annotations.Nullable;

/**
 * A slot whose signals somebody wants. Only {@link ShardLoop}'s thread touches what can
 * change.
 */
final class ShardSlot {

	final int number;

	final byte[] channel;

	final WakeUpListeners listeners = new WakeUpListeners();

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
	 * Nobody serves it any more.
	 */
	void forget() {
		this.line = null;
		this.confirmed = false;
		this.hops = 0;
	}

}
