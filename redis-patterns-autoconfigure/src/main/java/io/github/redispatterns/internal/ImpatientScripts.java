package io.github.redispatterns.internal;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Runs scripts for those who can do without Redis: after one failure it refuses calls
 * until a probe in the background found Redis back. So an outage costs one time-out for
 * those who call at that moment, and nothing for the others.
 */
public final class ImpatientScripts implements ScriptRunner {

	private final Availability availability;

	private final ScriptRunner guarded;

	ImpatientScripts(RedisDriver driver, ServerProbe probe, Background background, Duration probeInterval) {
		this(driver.scripts(), driver.zones(), probe::serverMillis, background, probeInterval);
	}

	ImpatientScripts(ScriptRunner scripts, int zones, Availability.Probe probe, Background background,
			Duration probeInterval) {
		this.availability = Availability.quiet(zones, new RedisPatternsProperties.Availability(1, probeInterval),
				background, probe);
		this.guarded = new GuardedScriptRunner(scripts, this.availability);
	}

	@Override
	public <T> T run(LuaScript<T> script, int keys, byte[]... arguments) {
		return this.guarded.run(script, keys, arguments);
	}

	@Override
	public <T> List<T> runAll(LuaScript<T> script, int keys, List<byte[][]> calls) {
		return this.guarded.runAll(script, keys, calls);
	}

	@Override
	public byte @Nullable [] run(Shortcut shortcut, byte[]... arguments) {
		return this.guarded.run(shortcut, arguments);
	}

	/**
	 * Whether calls go through.
	 * @return {@code false} while any part of Redis is being probed
	 */
	public boolean isAvailable() {
		return this.availability.isAvailable();
	}

	/**
	 * Be told when calls are first refused and when they go through again.
	 * @param listener called on the thread that found out; must not block
	 */
	public void addListener(Availability.Listener listener) {
		this.availability.addListener(listener);
	}

}
