package io.github.redispatterns.internal;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/**
 * Runs scripts on the Jedis client underneath the connection factory.
 * <p>
 * Going through Spring Data Redis costs a third of the throughput and five times the
 * garbage of this path; see {@code docs/decisions}. Callers share a few {@link Lanes}
 * where all keys live on one server; on a Cluster the driver routes each call by itself.
 */
final class JedisScriptRunner implements ScriptRunner {

	private static final int LANES = 2;

	private final JedisClientSource client;

	private final @Nullable Lanes<Evaluation> lanes;

	JedisScriptRunner(JedisClientSource client) {
		this.client = client;
		this.lanes = client.isCluster() ? null : new Lanes<>(LANES, this::evaluateTogether);
	}

	@Override
	public <T> T run(LuaScript<T> script, int keys, byte[]... arguments) {
		try {
			return script.cast(evaluate(script, keys, arguments));
		}
		catch (JedisNoScriptException ex) {
			return script.cast(this.client.get().eval(script.source(), keys, arguments));
		}
		catch (JedisDataException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			this.client.forget();
			if (!Failure.isStaleConnection(ex)) {
				throw ex;
			}
			return retry(script, keys, arguments);
		}
	}

	private <T> T retry(LuaScript<T> script, int keys, byte[][] arguments) {
		try {
			return script.cast(evaluate(script, keys, arguments));
		}
		catch (JedisNoScriptException ex) {
			return script.cast(this.client.get().eval(script.source(), keys, arguments));
		}
	}

	private @Nullable Object evaluate(LuaScript<?> script, int keys, byte[][] arguments) {
		if (this.lanes == null) {
			return this.client.get().evalsha(script.sha(), keys, arguments);
		}
		if (this.lanes.enter()) {
			try {
				return this.client.get().evalsha(script.sha(), keys, arguments);
			}
			finally {
				this.lanes.leave();
			}
		}
		Evaluation evaluation = new Evaluation(script, keys, arguments);
		this.lanes.travel(evaluation);
		return evaluation.result();
	}

	private void evaluateTogether(List<Evaluation> batch) {
		UnifiedJedis jedis = this.client.get();
		if (batch.size() == 1) {
			batch.get(0).run(jedis);
			return;
		}
		List<Response<Object>> replies = new ArrayList<>(batch.size());
		try (AbstractPipeline pipeline = jedis.pipelined()) {
			for (Evaluation evaluation : batch) {
				replies.add(pipeline.evalsha(evaluation.script.sha(), evaluation.keys, evaluation.arguments));
			}
			pipeline.sync();
		}
		for (int i = 0; i < replies.size(); i++) {
			batch.get(i).read(replies.get(i));
		}
	}

	/** One script call among others. */
	private static final class Evaluation extends Lanes.Call {

		private final LuaScript<?> script;

		private final int keys;

		private final byte[][] arguments;

		private @Nullable Object reply;

		private @Nullable JedisDataException error;

		Evaluation(LuaScript<?> script, int keys, byte[][] arguments) {
			this.script = script;
			this.keys = keys;
			this.arguments = arguments;
		}

		void run(UnifiedJedis jedis) {
			try {
				this.reply = jedis.evalsha(this.script.sha(), this.keys, this.arguments);
			}
			catch (JedisDataException ex) {
				this.error = ex;
			}
		}

		void read(Response<Object> response) {
			try {
				this.reply = response.get();
			}
			catch (JedisDataException ex) {
				this.error = ex;
			}
		}

		@Nullable Object result() {
			if (this.error != null) {
				throw this.error;
			}
			if (failure() instanceof Error ex) {
				throw ex;
			}
			if (failure() instanceof RuntimeException ex) {
				throw ex;
			}
			return this.reply;
		}

	}

}
