package io.github.redispatterns.internal;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * A lane with a connection of its own, kept while it is used.
 * <p>
 * {@link LaneWatch} closes the socket when a reply is overdue, and the connection when
 * the lane falls idle.
 */
final class HeldLane implements Lane {

	private static final Log logger = LogFactory.getLog(HeldLane.class);

	private static final int IDLE = 0;

	private final LaneConnector connector;

	private final Runnable onHold;

	private @Nullable Connection connection;

	private volatile @Nullable Socket socket;

	private volatile long busySince = IDLE;

	private volatile boolean overdue;

	private volatile boolean closed;

	private long lastDeparture;

	HeldLane(LaneConnector connector, Runnable onHold) {
		this.connector = connector;
		this.onHold = onHold;
	}

	@Override
	public void carry(Evaluation evaluation) {
		depart();
		try {
			Connection held = connection();
			held.sendCommand(command(evaluation));
			evaluation.answer(held.getOne());
		}
		catch (JedisDataException ex) {
			evaluation.answer(ex);
		}
		catch (JedisConnectionException ex) {
			throw lost(ex);
		}
		finally {
			arrive();
		}
	}

	@Override
	public void carry(List<Evaluation> batch) {
		depart();
		try {
			Connection held = connection();
			for (Evaluation evaluation : batch) {
				held.sendCommand(command(evaluation));
			}
			List<Object> replies = held.getMany(batch.size());
			for (int i = 0; i < replies.size(); i++) {
				batch.get(i).answer(replies.get(i));
			}
		}
		catch (JedisConnectionException ex) {
			throw lost(ex);
		}
		finally {
			arrive();
		}
	}

	private void depart() {
		long now = System.nanoTime();
		this.lastDeparture = now;
		this.busySince = (now != IDLE) ? now : 1;
	}

	private void arrive() {
		this.busySince = IDLE;
		if (this.closed) {
			letGo();
		}
	}

	private Connection connection() {
		Connection held = this.connection;
		if (held == null) {
			this.overdue = false;
			this.onHold.run();
			held = this.connector.connect((opened) -> this.socket = opened);
			this.connection = held;
		}
		return held;
	}

	private JedisConnectionException lost(JedisConnectionException ex) {
		letGo();
		return this.overdue
				? new JedisConnectionException("Redis did not answer within " + this.connector.timeoutMillis() + " ms",
						new SocketTimeoutException("Read timed out"))
				: ex;
	}

	/**
	 * Close the socket if a reply is overdue; any thread may look.
	 * @param now the nanosecond it is
	 */
	void closeIfOverdue(long now) {
		long since = this.busySince;
		int timeout = this.connector.timeoutMillis();
		if (since != IDLE && timeout > 0 && now - since > TimeUnit.MILLISECONDS.toNanos(timeout)
				&& since == this.busySince) {
			this.overdue = true;
			closeSocket();
		}
	}

	/**
	 * Close the connection; only who has taken the lane may.
	 */
	void letGo() {
		this.connection = null;
		closeSocket();
	}

	private void closeSocket() {
		Socket open = this.socket;
		if (open != null) {
			try {
				open.close();
			}
			catch (IOException ex) {
				logger.debug("A socket to Redis did not close well", ex);
			}
			this.socket = null;
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
		return this.socket != null || this.busySince != IDLE;
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
