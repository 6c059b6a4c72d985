package io.github.redispatterns.internal;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisScriptingCommands;
import org.springframework.data.redis.connection.ReturnType;

/**
 * Runs scripts through Spring Data Redis, for Lettuce and for any other driver.
 */
final class SpringScriptRunner implements ScriptRunner {

	private final RedisConnectionFactory factory;

	SpringScriptRunner(RedisConnectionFactory factory) {
		this.factory = factory;
	}

	@Override
	public <T> T run(LuaScript<T> script, int keys, byte[]... arguments) {
		// whoever is interrupted can still give back what it holds
		boolean interrupted = Thread.interrupted();
		try {
			return runNow(script, keys, arguments);
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private <T> T runNow(LuaScript<T> script, int keys, byte[]... arguments) {
		ReturnType type = (script.reply() == LuaScript.Reply.INTEGER) ? ReturnType.INTEGER : ReturnType.MULTI;
		try (RedisConnection connection = this.factory.getConnection()) {
			RedisScriptingCommands commands = connection.scriptingCommands();
			try {
				return script.cast(commands.evalSha(script.sha(), type, keys, arguments));
			}
			catch (RuntimeException ex) {
				if (Failure.of(ex) != Failure.NO_SCRIPT) {
					throw ex;
				}
				return script.cast(commands.eval(script.source(), type, keys, arguments));
			}
		}
	}

}
