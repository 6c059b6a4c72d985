package io.github.redispatterns.internal;

import java.util.List;

import io.github.redispatterns.RedisUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * Asks {@link Availability} before each call and tells it the outcome.
 */
final class GuardedScriptRunner implements ScriptRunner {

	private final ScriptRunner delegate;

	private final Availability availability;

	GuardedScriptRunner(ScriptRunner delegate, Availability availability) {
		this.delegate = delegate;
		this.availability = availability;
	}

	@Override
	public <T> T run(LuaScript<T> script, int keys, byte[]... arguments) {
		Availability.Zone zone = this.availability.zone(arguments[0]);
		zone.check();
		try {
			T reply = this.delegate.run(script, keys, arguments);
			zone.succeeded();
			return reply;
		}
		catch (RuntimeException ex) {
			throw failed(zone, script, ex);
		}
	}

	@Override
	public <T> List<T> runAll(LuaScript<T> script, int keys, List<byte[][]> calls) {
		if (this.availability.zones() > 1 || calls.isEmpty()) {
			return ScriptRunner.super.runAll(script, keys, calls);
		}
		Availability.Zone zone = this.availability.zone(calls.get(0)[0]);
		zone.check();
		try {
			List<T> replies = this.delegate.runAll(script, keys, calls);
			zone.succeeded();
			return replies;
		}
		catch (RuntimeException ex) {
			throw failed(zone, script, ex);
		}
	}

	@Override
	public byte @Nullable [] run(Shortcut shortcut, byte[]... arguments) {
		Availability.Zone zone = this.availability.zone(arguments[0]);
		zone.check();
		try {
			byte[] reply = this.delegate.run(shortcut, arguments);
			zone.succeeded();
			return reply;
		}
		catch (RefusedShortcutException ex) {
			// the script that follows tells whether that is a failure
			throw ex;
		}
		catch (RuntimeException ex) {
			throw failed(zone, shortcut, ex);
		}
	}

	private static RuntimeException failed(Availability.Zone zone, Object what, RuntimeException ex) {
		if (Failure.of(ex) != Failure.TRANSIENT) {
			return new IllegalStateException("Script '%s' failed: %s".formatted(what, ex.getMessage()), ex);
		}
		zone.failed(ex);
		return new RedisUnavailableException("Redis could not run '%s': %s".formatted(what, ex.getMessage()), ex);
	}

}
