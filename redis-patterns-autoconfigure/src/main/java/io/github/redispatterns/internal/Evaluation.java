package io.github.redispatterns.internal;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * One call of a script, alone or among others.
 */
final class Evaluation extends Lanes.Traveller {

	final LuaScript<?> script;

	final int keys;

	final byte[][] arguments;

	private @Nullable Object reply;

	private @Nullable RuntimeException error;

	Evaluation(LuaScript<?> script, int keys, byte[][] arguments) {
		this.script = script;
		this.keys = keys;
		this.arguments = arguments;
	}

	/**
	 * Take what the server said.
	 * @param reply a reply, or the error that stands for one
	 */
	void answer(@Nullable Object reply) {
		if (reply instanceof JedisDataException ex) {
			this.error = ex;
		}
		else {
			this.reply = reply;
		}
	}

	@Override
	void fail(RuntimeException failure) {
		this.error = failure;
	}

	/**
	 * Return what the server said.
	 * @return the reply
	 * @throws RuntimeException the server's error, or why it could not be asked
	 */
	@Nullable Object result() {
		if (this.error != null) {
			throw this.error;
		}
		return this.reply;
	}

}
