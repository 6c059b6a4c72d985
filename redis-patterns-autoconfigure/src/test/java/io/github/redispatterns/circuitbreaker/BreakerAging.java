package io.github.redispatterns.circuitbreaker;

import java.time.Duration;
import java.util.List;

import io.github.redispatterns.support.RedisServers;

/**
 * Lets time pass for a breaker without waiting, by moving what Redis holds of it into the
 * past. Instances learn of it at their next exchange.
 */
final class BreakerAging {

	private static final String SCRIPT = """
			local ms = tonumber(ARGV[1])
			if tonumber(redis.call('HGET', KEYS[1], 'deadline') or '0') > 0 then
			  redis.call('HINCRBY', KEYS[1], 'deadline', -ms)
			end
			for i = 2, 3 do
			  local entries = redis.call('ZRANGE', KEYS[i], 0, -1, 'WITHSCORES')
			  for n = 1, #entries, 2 do
			    redis.call('ZADD', KEYS[i], string.format('%.0f', entries[n + 1] - ms), entries[n])
			  end
			end
			local entries = redis.call('HGETALL', KEYS[4])
			redis.call('DEL', KEYS[4])
			for n = 1, #entries, 2 do
			  redis.call('HSET', KEYS[4], string.format('%.0f', entries[n] - ms / 1000), entries[n + 1])
			end
			if #entries > 0 then
			  redis.call('PEXPIRE', KEYS[4], 86400000)
			end
			return 1
			""";

	private final RedisServers servers;

	private final String entity;

	BreakerAging(RedisServers servers, String name) {
		this.servers = servers;
		this.entity = "test:circuitbreaker:{" + name + "}";
	}

	String key(String facet) {
		return this.entity + ":" + facet;
	}

	/**
	 * Let time pass.
	 * @param time whole seconds
	 */
	void pass(Duration time) {
		this.servers.client()
			.eval(SCRIPT, List.of(key("state"), key("permits"), key("failing"), key("seconds")),
					List.of(String.valueOf(time.toMillis())));
	}

	/**
	 * Let more time pass than any test's breaker stays open.
	 */
	void endWait() {
		pass(Duration.ofHours(1));
	}

	String field(String name) {
		return this.servers.client().hget(key("state"), name);
	}

}
