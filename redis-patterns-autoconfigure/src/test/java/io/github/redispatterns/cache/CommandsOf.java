package io.github.redispatterns.cache;

import java.util.Map;

import io.github.redispatterns.support.CommandCounter;
import io.github.redispatterns.support.RedisServers;

/**
 * Counts what instances send on behalf of caches: all but the heartbeats of broadcasts
 * and the pings of subscriptions, which come when they come.
 */
final class CommandsOf {

	private CommandsOf() {
	}

	static Map<String, Long> caches(RedisServers servers, Runnable work) {
		return CommandCounter.counting(servers, work,
				(line) -> !line.contains(":pulse\"") && !line.endsWith("\"PING\""));
	}

}
