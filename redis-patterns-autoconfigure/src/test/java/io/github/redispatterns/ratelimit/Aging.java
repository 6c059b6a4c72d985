package io.github.redispatterns.ratelimit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import io.github.redispatterns.internal.KeySpace;
import io.github.redispatterns.support.RedisServers;

/**
 * Lets time pass for a limit without waiting, by moving what Redis holds of it into the
 * past.
 */
final class Aging {

	private static final String SCRIPT = """
			local ms = tonumber(ARGV[1])
			for _, key in ipairs(KEYS) do
			  local ends = redis.call('PEXPIRETIME', key)
			  local type = redis.call('TYPE', key).ok
			  if type == 'hash' then
			    redis.call('HINCRBY', key, 'start', -ms)
			  elseif type == 'zset' then
			    local by = string.find(key, ':holds$') and ms or ms * 1000
			    local entries = redis.call('ZRANGE', key, 0, -1, 'WITHSCORES')
			    for i = 1, #entries, 2 do
			      redis.call('ZADD', key, string.format('%.0f', entries[i + 1] - by), entries[i])
			    end
			  end
			  if ends > 0 then
			    redis.call('PEXPIREAT', key, string.format('%.0f', ends - ms))
			  end
			end
			""";

	private final RedisServers servers;

	private final RateLimitKeys keys = new RateLimitKeys(new KeySpace("test"));

	Aging(RedisServers servers) {
		this.servers = servers;
	}

	/**
	 * Let time pass for what is counted.
	 * @param time how much
	 * @param policy the limit
	 * @param key who is counted
	 */
	void pass(Duration time, RateLimitPolicy policy, String key) {
		this.servers.client().eval(SCRIPT, tierKeys(policy, key), List.of(String.valueOf(time.toMillis())));
	}

	/**
	 * Let time pass for the reservations alone.
	 * @param time how much
	 * @param policy the limit
	 * @param key who reserved
	 */
	void passForHolds(Duration time, RateLimitPolicy policy, String key) {
		this.servers.client().eval(SCRIPT, List.of(holdsKey(policy, key)), List.of(String.valueOf(time.toMillis())));
	}

	List<String> tierKeys(RateLimitPolicy policy, String key) {
		return Arrays.stream(new CompiledPolicy(policy, this.keys).tiers)
			.map((tier) -> text(tier.keys.key(KeySpace.escape(key))))
			.toList();
	}

	String holdsKey(RateLimitPolicy policy, String key) {
		return text(this.keys.holds(policy).key(KeySpace.escape(key)));
	}

	private static String text(byte[] key) {
		return new String(key, StandardCharsets.UTF_8);
	}

}
