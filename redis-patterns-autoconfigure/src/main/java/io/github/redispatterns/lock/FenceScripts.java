package io.github.redispatterns.lock;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.github.redispatterns.internal.LuaScript;
import io.github.redispatterns.internal.ScriptRunner;

/**
 * One typed method per script that guards writes.
 */
final class FenceScripts {

	private static final LuaScript<Long> PASS = LuaScript.integer(FenceScripts.class, "guard-pass.lua");

	private static final LuaScript<Long> SET = LuaScript.integer(FenceScripts.class, "guard-set.lua");

	private static final LuaScript<Long> PUT = LuaScript.integer(FenceScripts.class, "guard-put.lua");

	private static final LuaScript<List<Object>> VALUE = LuaScript.mixed(FenceScripts.class, "guard-value.lua");

	private static final LuaScript<List<Object>> FIELDS = LuaScript.mixed(FenceScripts.class, "guard-fields.lua");

	private final ScriptRunner scripts;

	FenceScripts(ScriptRunner scripts) {
		this.scripts = scripts;
	}

	/**
	 * Let a token pass.
	 * @param key what it is for
	 * @param token the token
	 * @param memory how long it is remembered
	 * @return 0, or the larger token that was seen
	 */
	long pass(LockKey key, long token, Duration memory) {
		return this.scripts.run(PASS, 2, key.guard(), key.fence(), bytes(Long.toString(token)),
				LockScripts.millis(memory));
	}

	long set(LockKey key, String item, long token, Duration memory, String value, Duration ttl) {
		return this.scripts.run(SET, 3, key.guard(), key.fence(), key.value(item), bytes(Long.toString(token)),
				LockScripts.millis(memory), LockScripts.millis(ttl), bytes(value));
	}

	long put(LockKey key, String item, long token, Duration memory, Map<String, String> fields, Duration ttl) {
		List<byte[]> arguments = new ArrayList<>(List.of(key.guard(), key.fence(), key.fields(item),
				bytes(Long.toString(token)), LockScripts.millis(memory), LockScripts.millis(ttl)));
		fields.forEach((field, value) -> {
			arguments.add(bytes(field));
			arguments.add(bytes(value));
		});
		return this.scripts.run(PUT, 3, arguments.toArray(byte[][]::new));
	}

	Optional<String> value(LockKey key, String item) {
		return this.scripts.run(VALUE, 1, key.value(item)).stream().map(FenceScripts::text).findFirst();
	}

	Map<String, String> fields(LockKey key, String item) {
		List<Object> reply = this.scripts.run(FIELDS, 1, key.fields(item));
		Map<String, String> fields = new LinkedHashMap<>();
		for (int i = 0; i < reply.size(); i += 2) {
			fields.put(text(reply.get(i)), text(reply.get(i + 1)));
		}
		return fields;
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static String text(Object value) {
		return new String((byte[]) value, StandardCharsets.UTF_8);
	}

}
