package io.github.redispatterns.lock;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.github.redispatterns.internal.LuaScript;
import io.github.redispatterns.internal.ScriptRunner;

/**
 * What only servers that vote need.
 */
final class QuorumScripts {

	private static final LuaScript<Long> RAISE = LuaScript.integer(QuorumScripts.class, "raise.lua");

	private final ScriptRunner scripts;

	private final byte[] fenceTtl;

	QuorumScripts(ScriptRunner scripts, Duration fenceTtl) {
		this.scripts = scripts;
		this.fenceTtl = LockScripts.millis(fenceTtl);
	}

	long raise(LockKey key, long fence) {
		return this.scripts.run(RAISE, 1, key.fence(), Long.toString(fence).getBytes(StandardCharsets.US_ASCII),
				this.fenceTtl);
	}

}
