package io.github.redispatterns.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.params.SetParams;
import redis.clients.jedis.util.SafeEncoder;

import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;

/**
 * Runs scripts on the Jedis client underneath the connection factory.
 * <p>
 * Going through Spring Data Redis costs a third of the throughput and five times the
 * garbage of this path; see {@code docs/decisions}. Callers share a few {@link Lanes}
 * where all keys live on one server; on a Cluster the driver routes each call by itself.
 */
final class JedisScriptRunner implements ScriptRunner, AutoCloseable {

	private static final int LANES = 2;

	private final JedisClientSource client;

	private final @Nullable LaneWatch watch;

	private final @Nullable Lanes lanes;

	JedisScriptRunner(JedisConnectionFactory factory, Background watchtower) {
		this.client = new JedisClientSource(factory);
		this.watch = LaneConnector.supports(factory) ? new LaneWatch(watchtower, new LaneConnector(factory), LANES)
				: null;
		if (this.watch != null) {
			this.lanes = this.watch.lanes();
		}
		else if (factory.isRedisClusterAware()) {
			this.lanes = null;
		}
		else {
			this.lanes = new Lanes(Stream.generate(() -> new PooledLane(this.client)).limit(LANES).toList());
		}
	}

	@Override
	public <T> T run(LuaScript<T> script, int keys, byte[]... arguments) {
		return script.cast(onOpenConnection(() -> evaluateOrLoad(script, keys, arguments)));
	}

	@Override
	public byte @Nullable [] run(Shortcut shortcut, byte[]... arguments) {
		try {
			return (byte[]) onOpenConnection(() -> send(shortcut, arguments));
		}
		catch (JedisDataException ex) {
			throw new RefusedShortcutException(shortcut, ex);
		}
	}

	private @Nullable Object onOpenConnection(Supplier<@Nullable Object> call) {
		for (int stale = 0;; stale++) {
			try {
				return call.get();
			}
			catch (JedisDataException ex) {
				throw ex;
			}
			catch (RuntimeException ex) {
				this.client.forget();
				// a connection that was found closed says nothing about the server, and
				// each lane may have one
				if (stale == LANES || !Failure.isStaleConnection(ex)) {
					throw ex;
				}
			}
		}
	}

	@Override
	public <T> List<T> runAll(LuaScript<T> script, int keys, List<byte[][]> calls) {
		if (this.lanes == null || calls.size() < 2) {
			return ScriptRunner.super.runAll(script, keys, calls);
		}
		List<T> replies = new ArrayList<>(calls.size());
		for (int from = 0; from < calls.size(); from += Lanes.LONGEST_BATCH) {
			List<byte[][]> part = calls.subList(from, Math.min(calls.size(), from + Lanes.LONGEST_BATCH));
			List<Evaluation> batch = part.stream().map((call) -> Evaluation.of(script, keys, call)).toList();
			if (carry(batch)) {
				for (int i = 0; i < batch.size(); i++) {
					replies.add(resultOrRun(script, keys, part.get(i), batch.get(i)));
				}
			}
			else {
				part.forEach((call) -> replies.add(run(script, keys, call)));
			}
		}
		return replies;
	}

	private boolean carry(List<Evaluation> batch) {
		try {
			Objects.requireNonNull(this.lanes).carryAll(batch);
			return true;
		}
		catch (RuntimeException ex) {
			if (!Failure.isStaleConnection(ex)) {
				throw ex;
			}
			this.client.forget();
			return false;
		}
	}

	private <T> T resultOrRun(LuaScript<T> script, int keys, byte[][] arguments, Evaluation evaluation) {
		try {
			return script.cast(evaluation.result());
		}
		catch (JedisNoScriptException ex) {
			return run(script, keys, arguments);
		}
	}

	private @Nullable Object evaluateOrLoad(LuaScript<?> script, int keys, byte[][] arguments) {
		try {
			return (this.lanes != null) ? carry(this.lanes, Evaluation.of(script, keys, arguments))
					: this.client.get().evalsha(script.sha(), keys, arguments);
		}
		catch (JedisNoScriptException ex) {
			return this.client.get().eval(script.source(), keys, arguments);
		}
	}

	private @Nullable Object send(Shortcut shortcut, byte[][] arguments) {
		if (this.lanes != null) {
			return carry(this.lanes, Evaluation.of(shortcut, arguments));
		}
		UnifiedJedis cluster = this.client.get();
		return switch (shortcut) {
			case GET -> cluster.get(arguments[0]);
			case GET_OR_SET -> cluster.setGet(arguments[0], arguments[1],
					SetParams.setParams().nx().px(Long.parseLong(SafeEncoder.encode(arguments[2]))));
		};
	}

	private static @Nullable Object carry(Lanes lanes, Evaluation evaluation) {
		lanes.carry(evaluation);
		return evaluation.result();
	}

	/**
	 * Hold connections again after a close.
	 */
	void open() {
		if (this.watch != null) {
			this.watch.open();
		}
	}

	@Override
	public void close() {
		if (this.watch != null) {
			this.watch.close();
		}
	}

}
