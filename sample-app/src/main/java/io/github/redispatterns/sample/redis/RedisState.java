package io.github.redispatterns.sample.redis;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What was last seen of Redis. While it is away the figures are those from before.
 *
 * @param up whether it answers
 * @param since when it was first seen so
 * @param error why it does not answer
 * @param server what it is and its version
 * @param modules names of the loaded modules, or empty
 * @param commandsPerSecond as the server counts them
 * @param roundTripMicros time of the last PING
 * @param memoryBytes memory in use
 * @param connections open connections
 * @param keys number of keys
 */
public record RedisState(boolean up, Instant since, @Nullable String error, @Nullable String server, String modules,
		long commandsPerSecond, long roundTripMicros, long memoryBytes, long connections, long keys) {

	static RedisState unknown(Instant now) {
		return new RedisState(false, now, "not asked yet", null, "", 0, 0, 0, 0, 0);
	}

	RedisState away(Instant now, String error) {
		return new RedisState(false, this.up ? now : this.since, error, this.server, this.modules, 0, 0,
				this.memoryBytes, 0, this.keys);
	}

	RedisState seen(Instant now, long roundTripMicros, Map<String, String> info) {
		return new RedisState(true, this.up ? this.since : now, null, server(info), modules(info),
				number(info, "instantaneous_ops_per_sec"), roundTripMicros, number(info, "used_memory"),
				number(info, "connected_clients"), keys(info));
	}

	private static String server(Map<String, String> info) {
		return info.containsKey("valkey_version") ? "Valkey " + info.get("valkey_version")
				: "Redis " + info.get("redis_version");
	}

	private static String modules(Map<String, String> info) {
		String module = info.getOrDefault("module", "");
		return module.replaceAll(".*?name=([^,]+).*", "$1");
	}

	private static long keys(Map<String, String> info) {
		String db = info.getOrDefault("db0", "keys=0,");
		return Long.parseLong(db.replaceAll("keys=(\\d+),.*", "$1"));
	}

	private static long number(Map<String, String> info, String name) {
		return Long.parseLong(info.getOrDefault(name, "0"));
	}

}
