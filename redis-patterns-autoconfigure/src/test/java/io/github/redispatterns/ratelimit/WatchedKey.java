package io.github.redispatterns.ratelimit;

import java.util.List;

import redis.clients.jedis.UnifiedJedis;

/**
 * The key of one tier: what is in it, and then time passes for it, in one round trip.
 */
final class WatchedKey {

	private static final String SCRIPT = """
			local key, ms = KEYS[1], tonumber(ARGV[1])
			local clock = redis.call('TIME')
			local us = string.format('%.0f', clock[1] * 1000000 + clock[2])
			local ends = redis.call('PEXPIRETIME', key)
			local type = redis.call('TYPE', key).ok
			local value = ''
			if type == 'string' then
			  value = redis.call('GET', key)
			elseif type == 'hash' then
			  value = redis.call('HGET', key, 'start')
			elseif type == 'zset' then
			  value = string.format('%.0f', redis.call('ZRANGE', key, -1, -1, 'WITHSCORES')[2])
			end
			if ends < 0 or ms == 0 then
			  return { ends, value, us, ends < 0 and 0 or 1 }
			end
			if type == 'hash' then
			  redis.call('HINCRBY', key, 'start', -ms)
			elseif type == 'zset' then
			  local entries = redis.call('ZRANGE', key, 0, -1, 'WITHSCORES')
			  for i = 1, #entries, 2 do
			    redis.call('ZADD', key, string.format('%.0f', entries[i + 1] - ms * 1000), entries[i])
			  end
			end
			redis.call('PEXPIREAT', key, string.format('%.0f', ends - ms))
			return { ends, value, us, redis.call('EXISTS', key) }
			""";

	private final UnifiedJedis client;

	private final String key;

	WatchedKey(UnifiedJedis client, String key) {
		this.client = client;
		this.key = key;
	}

	/**
	 * Look, and then let time pass.
	 * @param millis how much time
	 * @return what was there before it passed
	 */
	Seen seeAndPass(long millis) {
		List<?> reply = (List<?>) this.client.eval(SCRIPT, List.of(this.key), List.of(String.valueOf(millis)));
		String value = (String) reply.get(1);
		return new Seen((Long) reply.get(0), value.isEmpty() ? 0 : Long.parseLong(value),
				Long.parseLong((String) reply.get(2)), (Long) reply.get(3) == 1);
	}

	/**
	 * What was in the key.
	 *
	 * @param endsAt server's millisecond at which it expires, negative if it is not there
	 * @param value the number in a string, the start in a hash, the newest score of a set
	 * @param micros server's time of the look
	 * @param stays whether it is still there after time has passed
	 */
	record Seen(long endsAt, long value, long micros, boolean stays) {

		boolean isThere() {
			return this.endsAt >= 0;
		}

	}

}
