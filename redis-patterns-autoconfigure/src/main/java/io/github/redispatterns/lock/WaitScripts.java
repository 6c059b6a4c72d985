package io.github.redispatterns.lock;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import io.github.redispatterns.internal.LuaScript;
import io.github.redispatterns.internal.ScriptRunner;
import org.jspecify.annotations.Nullable;

/**
 * One typed method per script of the search for deadlocks.
 */
final class WaitScripts {

	private static final LuaScript<Long> TELL = LuaScript.integer(WaitScripts.class, "wait-tell.lua");

	private static final LuaScript<Long> FORGET = LuaScript.integer(WaitScripts.class, "wait-forget.lua");

	private static final LuaScript<List<Object>> LOOK = LuaScript.mixed(WaitScripts.class, "wait-look.lua");

	private final ScriptRunner scripts;

	WaitScripts(ScriptRunner scripts) {
		this.scripts = scripts;
	}

	void tell(byte[] key, String wait, Duration ttl) {
		this.scripts.run(TELL, 1, key, wait.getBytes(StandardCharsets.UTF_8), LockScripts.millis(ttl));
	}

	void forget(byte[] key) {
		this.scripts.run(FORGET, 1, key);
	}

	@Nullable String look(byte[] key) {
		List<Object> reply = this.scripts.run(LOOK, 1, key);
		return reply.isEmpty() ? null : new String((byte[]) reply.get(0), StandardCharsets.UTF_8);
	}

}
