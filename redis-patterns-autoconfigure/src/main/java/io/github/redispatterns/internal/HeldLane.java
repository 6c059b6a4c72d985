package io.github.redispatterns.internal;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * A lane that keeps its connection while it is used.
 * <p>
 * A read with a time-out takes the JDK three system calls and one without takes one, so
 * the connection has none while it is held; {@link LaneWatch} closes it when a reply is
 * overdue, and gives it back to the pool when the lane falls idle.
 */
final class HeldLane implements Lane {

	private static final int IDLE = 0;

	private final Supplier<Connection> pool;

	private final Runnable onHold;

	private @Nullable Connection connection;

	private int timeout;

	private volatile long busySince = IDLE;

	private volatile boolean closed;

	private long lastDeparture;

	private volatile @Nullable Connection overdue;

	HeldLane(Supplier<Connection> pool, Runnable onHold) {
		this.pool = pool;
		this.onHold = onHold;
	}

	@Override
	public void carry(Evaluation evaluation) {
		Connection held = depart();
		try {
			held.sendCommand(command(evaluation));
			evaluation.answer(held.getOne());
		}
		catch (JedisDataException ex) {
			evaluation.answer(ex);
		}
		catch (JedisConnectionException ex) {
			throw lost(held, ex);
		}
		finally {
			arrived();
		}
	}

	@Override
	public void carry(List<Evaluation> batch) {
		Connection held = depart();
		try {
			for (Evaluation evaluation : batch) {
				held.sendCommand(command(evaluation));
			}
			List<Object> replies = held.getMany(batch.size());
			for (int i = 0; i < replies.size(); i++) {
				batch.get(i).answer(replies.get(i));
			}
		}
		catch (JedisConnectionException ex) {
			throw lost(held, ex);
		}
		finally {
			arrived();
		}
	}

	private Connection depart() {
		Connection held = this.connection;
		if (held == null) {
			held = this.pool.get();
			this.timeout = held.getSoTimeout();
			held.setSoTimeout(0);
			this.connection = held;
			this.onHold.run();
		}
		long now = System.nanoTime();
		this.lastDeparture = now;
		this.busySince = (now != IDLE) ? now : 1;
		return held;
	}

	private void arrived() {
		this.busySince = IDLE;
		if (this.closed) {
			letGo();
		}
	}

	private JedisConnectionException lost(Connection held, JedisConnectionException ex) {
		this.connection = null;
		boolean late = this.overdue == held;
		this.overdue = null;
		held.setBroken();
		held.close();
		return late ? new JedisConnectionException("Redis did not answer within " + this.timeout + " ms",
				new SocketTimeoutException("Read timed out")) : ex;
	}

	/**
	 * Close the connection if its reply is overdue; any thread may look.
	 * @param now the nanosecond it is
	 */
	void closeIfOverdue(long now) {
		long since = this.busySince;
		Connection held = this.connection;
		if (since != IDLE && held != null && this.timeout > 0
				&& now - since > TimeUnit.MILLISECONDS.toNanos(this.timeout) && since == this.busySince) {
			this.overdue = held;
			try {
				held.forceDisconnect();
			}
			catch (IOException ex) {
				throw new JedisConnectionException("Could not close an overdue connection", ex);
			}
		}
	}

	/**
	 * Give the connection back; only who has taken the lane may.
	 */
	void letGo() {
		Connection held = this.connection;
		if (held != null) {
			this.connection = null;
			held.setSoTimeout(this.timeout);
			held.close();
		}
	}

	/**
	 * Hold connections no longer than for a journey from now on.
	 */
	void close() {
		this.closed = true;
	}

	long lastDeparture() {
		return this.lastDeparture;
	}

	boolean isHolding() {
		return this.connection != null;
	}

	private static CommandArguments command(Evaluation evaluation) {
		CommandArguments command = new CommandArguments(Protocol.Command.EVALSHA).add(evaluation.script.sha())
			.add(evaluation.keys);
		for (byte[] argument : evaluation.arguments) {
			command.add(argument);
		}
		return command;
	}

}
