package io.github.redispatterns.internal;

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

}
