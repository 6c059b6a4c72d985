package io.github.redispatterns.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.redispatterns.internal.LuaScript;
import io.github.redispatterns.internal.ScriptRunner;

/**
 * The two scripts on the table of overrides.
 */
final class OverrideScripts {

	private static final LuaScript<Long> CHANGE = LuaScript.integer(OverrideScripts.class, "change.lua");

	private static final LuaScript<List<Object>> OVERRIDES = LuaScript.mixed(OverrideScripts.class, "overrides.lua");

	private final ScriptRunner scripts;

	private final byte[] table;

	OverrideScripts(ScriptRunner scripts, RateLimitKeys keys) {
		this.scripts = scripts;
		this.table = keys.overrides();
	}

	/**
	 * Record an override or a reset.
	 * @param field which override; empty for a reset
	 * @param json the override
	 * @param ttl how long it holds
	 * @param most how many may hold at once
	 * @return whether there was room
	 */
	boolean change(byte[] field, byte[] json, Duration ttl, int most) {
		return this.scripts.run(CHANGE, 1, this.table, field, json, CompiledTier.ascii(ttl.toMillis()),
				CompiledTier.ascii(most)) >= 0;
	}

	/**
	 * Read what is in force.
	 * @return the overrides and when they changed
	 */
	Entries read() {
		List<Object> reply = this.scripts.run(OVERRIDES, 1, this.table);
		List<Entry> entries = new ArrayList<>();
		for (int i = 1; i < reply.size(); i += 2) {
			entries.add(new Entry(Duration.ofMillis((Long) reply.get(i)), (byte[]) reply.get(i + 1)));
		}
		return new Entries((Long) reply.get(0), entries);
	}

	/**
	 * What the table holds.
	 *
	 * @param epoch when the table was changed
	 * @param entries the overrides
	 */
	record Entries(long epoch, List<Entry> entries) {
	}

	/**
	 * One override.
	 *
	 * @param left time it still holds
	 * @param json the override
	 */
	record Entry(Duration left, byte[] json) {
	}

}
