package io.github.redispatterns.internal;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Runs scripts on the server that owns their keys, one round trip each.
 * <p>
 * All keys of one call share a hash tag; the first one routes it. Safe for concurrent
 * use.
 */
public interface ScriptRunner {

	/**
	 * Run a script.
	 * @param <T> type of the reply
	 * @param script the script
	 * @param keys how many of the arguments are keys; they come first
	 * @param arguments keys, then values
	 * @return what the script returned
	 * @throws io.github.redispatterns.RedisUnavailableException if Redis cannot answer
	 */
	<T> T run(LuaScript<T> script, int keys, byte[]... arguments);

	/**
	 * Run a script several times, in one round trip where the driver and the topology
	 * allow it.
	 * @param <T> type of the reply
	 * @param script the script
	 * @param keys how many of the arguments of each call are keys; they come first
	 * @param calls keys, then values, of each call
	 * @return what the script returned, in the order of the calls
	 * @throws io.github.redispatterns.RedisUnavailableException if Redis cannot answer;
	 * some of the calls may have run
	 */
	default <T> List<T> runAll(LuaScript<T> script, int keys, List<byte[][]> calls) {
		return calls.stream().map((call) -> run(script, keys, call)).toList();
	}

	/**
	 * Run one command where a script would cost several times as much.
	 * @param shortcut the command
	 * @param arguments what it takes, the key first
	 * @return the text it found, {@code null} if none
	 * @throws RefusedShortcutException if Redis answered with an error: a script can do
	 * what it is for, or finds out why not
	 * @throws io.github.redispatterns.RedisUnavailableException if Redis cannot answer
	 */
	default byte @Nullable [] run(Shortcut shortcut, byte[]... arguments) {
		throw new RefusedShortcutException(shortcut, null);
	}

}
