package io.github.redispatterns.internal;

import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisSocketFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.RedisInputStream;
import redis.clients.jedis.util.RedisOutputStream;
import redis.clients.jedis.util.SafeEncoder;

/**
 * A connection that listens, and asks now and then whether the other side is still there.
 * <p>
 * Jedis logs in. From then on the socket is ours, because a Jedis connection that met a
 * time-out cannot be read again, and a read that ends now and then needs no second thread
 * to send the questions.
 */
final class SubscriberConnection implements Closeable {

	/** How long one answer may take, and how long a silence lasts until we ask. */
	static final int BEAT_MILLIS = 500;

	/** The longest time without a word from a server that is there. */
	static final int SILENCE_MILLIS = 1500;

	private final Socket socket;

	private final RedisInputStream in;

	private final RedisOutputStream out;

	SubscriberConnection(HostAndPort server, JedisClientConfig config) {
		this.socket = new DefaultJedisSocketFactory(server, config).createSocket();
		try {
			new Connection(() -> this.socket, config);
			this.in = new RedisInputStream(this.socket.getInputStream());
			this.out = new RedisOutputStream(this.socket.getOutputStream());
		}
		catch (IOException ex) {
			close();
			throw new JedisConnectionException("Failed to open " + server, ex);
		}
		catch (RuntimeException ex) {
			close();
			throw ex;
		}
	}

	synchronized void send(ProtocolCommand command, byte[]... arguments) {
		CommandArguments words = new CommandArguments(command);
		for (byte[] argument : arguments) {
			words.add(argument);
		}
		try {
			Protocol.sendCommand(this.out, words);
			this.out.flush();
		}
		catch (IOException ex) {
			throw new JedisConnectionException("Failed to send " + command, ex);
		}
	}

	/**
	 * Ask whether the server is a replica, before anything is subscribed to.
	 * @return its master, or {@code null} if it is none or must not tell
	 */
	@Nullable HostAndPort master() {
		send(Command.ROLE);
		try {
			List<?> role = next();
			boolean replica = role.size() > 2 && role.get(0) instanceof byte[] word
					&& SafeEncoder.encode(word).equals("slave");
			return replica
					? new HostAndPort(SafeEncoder.encode((byte[]) role.get(1)), Math.toIntExact((Long) role.get(2)))
					: null;
		}
		catch (JedisDataException ex) {
			return null;
		}
	}

	/**
	 * Wait for what comes next.
	 * @return an array of the protocol
	 */
	List<?> next() {
		try {
			awaitFirstByte();
			this.socket.setSoTimeout(SILENCE_MILLIS);
			Object reply = Protocol.read(this.in);
			if (reply instanceof List<?> list && !list.isEmpty()) {
				return list;
			}
			throw new JedisConnectionException("A subscriber does not expect " + reply);
		}
		catch (IOException ex) {
			throw new JedisConnectionException("The connection is closed", ex);
		}
	}

	private void awaitFirstByte() throws IOException {
		this.socket.setSoTimeout(BEAT_MILLIS);
		for (int waited = BEAT_MILLIS;; waited += BEAT_MILLIS) {
			try {
				this.in.peek((byte) '*');
				return;
			}
			catch (JedisConnectionException ex) {
				if (!(ex.getCause() instanceof SocketTimeoutException)) {
					throw ex;
				}
				if (waited >= SILENCE_MILLIS) {
					throw new JedisConnectionException("No answer for " + waited + " ms", ex);
				}
				send(Command.PING);
			}
		}
	}

	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			// it is as closed as it can be
		}
	}

}
