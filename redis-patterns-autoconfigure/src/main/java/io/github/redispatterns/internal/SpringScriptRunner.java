package io.github.redispatterns.internal;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisScriptingCommands;
import org.springframework.data.redis.connection.RedisStringCommands;
import org.springframework.data.redis.connection.ReturnType;
import org.springframework.data.redis.connection.SetCondition;
import org.springframework.data.redis.core.types.Expiration;

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

	@Override
	public byte @Nullable [] run(Shortcut shortcut, byte[]... arguments) {
		boolean interrupted = Thread.interrupted();
		try (RedisConnection connection = this.factory.getConnection()) {
			return runNow(connection.stringCommands(), shortcut, arguments);
		}
		catch (RuntimeException ex) {
			throw (Failure.isReply(ex)) ? new RefusedShortcutException(shortcut, ex) : ex;
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private static byte @Nullable [] runNow(RedisStringCommands commands, Shortcut shortcut, byte[][] arguments) {
		return switch (shortcut) {
			case GET -> commands.get(arguments[0]);
			case GET_OR_SET -> commands.setGet(arguments[0], arguments[1], SetCondition.ifAbsent(),
					Expiration.milliseconds(Long.parseLong(new String(arguments[2], StandardCharsets.US_ASCII))));
		};
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
