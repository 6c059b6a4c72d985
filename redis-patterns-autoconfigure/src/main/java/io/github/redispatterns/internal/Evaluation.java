package io.github.redispatterns.internal;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * One call of a script, or of the command that spares it, alone or among others.
 */
final class Evaluation extends Lanes.Traveller {

	private static final byte[] NX = Protocol.Keyword.NX.getRaw();

	private static final byte[] PX = Protocol.Keyword.PX.getRaw();

	private static final byte[] GET = Protocol.Keyword.GET.getRaw();

	final Protocol.Command command;

	final byte[][] words;

	private @Nullable Object reply;

	private @Nullable RuntimeException error;

	private Evaluation(Protocol.Command command, byte[][] words) {
		this.command = command;
		this.words = words;
	}

	static Evaluation of(LuaScript<?> script, int keys, byte[][] arguments) {
		byte[][] words = new byte[arguments.length + 2][];
		words[0] = script.sha();
		words[1] = Protocol.toByteArray(keys);
		System.arraycopy(arguments, 0, words, 2, arguments.length);
		return new Evaluation(Protocol.Command.EVALSHA, words);
	}

	static Evaluation of(Shortcut shortcut, byte[][] arguments) {
		return switch (shortcut) {
			case GET -> new Evaluation(Protocol.Command.GET, arguments);
			case GET_OR_SET -> new Evaluation(Protocol.Command.SET,
					new byte[][] { arguments[0], arguments[1], NX, GET, PX, arguments[2] });
		};
	}

	/**
	 * Return the call as Jedis sends it where all keys are on one server.
	 * @return the call
	 */
	CommandObject<Object> command() {
		CommandArguments call = new CommandArguments(this.command);
		for (byte[] word : this.words) {
			call.add(word);
		}
		return new CommandObject<>(call, BuilderFactory.RAW_OBJECT);
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
