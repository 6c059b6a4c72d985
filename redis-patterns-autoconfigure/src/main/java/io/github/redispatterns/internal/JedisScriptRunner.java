package io.github.redispatterns.internal;

import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/**
 * Runs scripts on the Jedis client underneath the connection factory.
 * <p>
 * Going through Spring Data Redis costs a third of the throughput and five times the
 * garbage of this path; see {@code docs/decisions}.
 */
final class JedisScriptRunner implements ScriptRunner {

	private final JedisClientSource client;

	JedisScriptRunner(JedisClientSource client) {
		this.client = client;
	}

	@Override
	public <T> T run(LuaScript<T> script, int keys, byte[]... arguments) {
		try {
			return evaluate(script, keys, arguments);
		}
		catch (JedisDataException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			this.client.forget();
			if (!Failure.isStaleConnection(ex)) {
				throw ex;
			}
			return evaluate(script, keys, arguments);
		}
	}

	private <T> T evaluate(LuaScript<T> script, int keys, byte[][] arguments) {
		UnifiedJedis jedis = this.client.get();
		try {
			return script.cast(jedis.evalsha(script.sha(), keys, arguments));
		}
		catch (JedisNoScriptException ex) {
			return script.cast(jedis.eval(script.source(), keys, arguments));
		}
	}

}
