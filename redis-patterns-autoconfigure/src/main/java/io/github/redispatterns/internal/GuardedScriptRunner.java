package io.github.redispatterns.internal;

import io.github.redispatterns.RedisUnavailableException;

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
			if (Failure.of(ex) != Failure.TRANSIENT) {
				throw new IllegalStateException("Script '%s' failed: %s".formatted(script, ex.getMessage()), ex);
			}
			zone.failed(ex);
			throw new RedisUnavailableException("Redis could not run '%s': %s".formatted(script, ex.getMessage()), ex);
		}
	}

}
