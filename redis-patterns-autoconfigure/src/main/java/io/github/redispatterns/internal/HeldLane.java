package io.github.redispatterns.internal;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisConnectionException;

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

	private @Nullable Wire wire;

	private volatile @Nullable Closeable open;

	private volatile long busySince = IDLE;

	private volatile @Nullable Closeable overdue;

	private volatile boolean closed;

	private long lastDeparture;

	HeldLane(LaneConnector connector, Runnable onHold) {
		this.connector = connector;
		this.onHold = onHold;
	}

	@Override
	public void carry(Evaluation evaluation) {
		carry(List.of(evaluation));
	}

	@Override
	public void carry(List<Evaluation> batch) {
		// an interrupt would close the channel under everybody who travels along
		boolean interrupted = Thread.interrupted();
		boolean answered = false;
		depart();
		try {
			Wire held = wire();
			for (int i = 0; i < batch.size(); i++) {
				Evaluation evaluation = batch.get(i);
				held.write(evaluation.command.getRaw(), evaluation.words);
			}
			held.flush();
			for (int i = 0; i < batch.size(); i++) {
				batch.get(i).answer(held.read());
			}
			answered = true;
		}
		catch (IOException | JedisConnectionException ex) {
			throw lost(ex);
		}
		finally {
			arrive(answered);
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private void depart() {
		long now = System.nanoTime();
		this.lastDeparture = now;
		this.busySince = (now != IDLE) ? now : 1;
	}

	// a connection with replies that nobody read would answer the next call with them
	private void arrive(boolean answered) {
		this.busySince = IDLE;
		if (this.closed || !answered) {
			letGo();
		}
	}

	private Wire wire() {
		Wire held = this.wire;
		if (held == null) {
			this.onHold.run();
			held = this.connector.connect((opened) -> this.open = opened);
			this.wire = held;
		}
		return held;
	}

	private JedisConnectionException lost(Exception ex) {
		Closeable held = this.open;
		if (held != null && held == this.overdue) {
			return new JedisConnectionException("Redis did not answer within " + this.connector.timeoutMillis() + " ms",
					new SocketTimeoutException("Read timed out"));
		}
		return (ex instanceof JedisConnectionException known) ? known
				: new JedisConnectionException("The connection to Redis ended", ex);
	}

	/**
	 * Close the socket if a reply is overdue; any thread may look. It closes the socket
	 * it judged: by then the caller may have opened another one.
	 * @param now the nanosecond it is
	 */
	void closeIfOverdue(long now) {
		Closeable held = this.open;
		long since = this.busySince;
		int timeout = this.connector.timeoutMillis();
		if (held != null && since != IDLE && timeout > 0 && now - since > TimeUnit.MILLISECONDS.toNanos(timeout)
				&& since == this.busySince && held == this.open) {
			this.overdue = held;
			close(held);
		}
	}

	/**
	 * Close the connection; only who has taken the lane may.
	 */
	void letGo() {
		this.wire = null;
		Closeable held = this.open;
		if (held != null) {
			close(held);
			this.open = null;
		}
	}

	private static void close(Closeable socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			logger.debug("A connection to Redis did not close well", ex);
		}
	}

	/**
	 * Hold connections no longer than for a journey from now on.
	 */
	void close() {
		this.closed = true;
	}

	/**
	 * Hold connections again.
	 */
	void open() {
		this.closed = false;
	}

	long lastDeparture() {
		return this.lastDeparture;
	}

	boolean isHolding() {
		return this.open != null || this.busySince != IDLE;
	}

}
