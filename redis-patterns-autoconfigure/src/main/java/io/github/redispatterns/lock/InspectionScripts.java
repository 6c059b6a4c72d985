package io.github.redispatterns.lock;

import java.time.Duration;
import java.util.List;

import io.github.redispatterns.internal.LuaScript;
import io.github.redispatterns.internal.ScriptRunner;
import io.github.redispatterns.internal.WakeUps;

/**
 * One typed method per script of operators.
 */
final class InspectionScripts {

	private static final LuaScript<List<Object>> INSPECT = LuaScript.mixed(InspectionScripts.class, "inspect.lua");

	private static final LuaScript<Long> FORCE = LuaScript.integer(InspectionScripts.class, "force.lua");

	private final ScriptRunner scripts;

	private final WakeUps wakeUps;

	private final byte[] fenceTtl;

	InspectionScripts(ScriptRunner scripts, WakeUps wakeUps, Duration fenceTtl) {
		this.scripts = scripts;
		this.wakeUps = wakeUps;
		this.fenceTtl = LockScripts.millis(fenceTtl);
	}

	List<Object> inspect(LockKey key) {
		return this.scripts.run(INSPECT, 5, key.owner(), key.fence(), key.waiters(), key.readers(), key.queue());
	}

	boolean force(LockKey key) {
		WakeUps.Address address = this.wakeUps.address(key.entity());
		return this.scripts.run(FORCE, 4, key.owner(), key.fence(), key.waiters(), key.readers(), this.fenceTtl,
				address.command(), address.channel(), address.topic()) == 1;
	}

}
