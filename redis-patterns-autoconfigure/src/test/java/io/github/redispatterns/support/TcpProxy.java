package io.github.redispatterns.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.jspecify.annotations.Nullable;

/**
 * A network that can be broken: listens on a port of its own and forwards to a server.
 */
public final class TcpProxy implements AutoCloseable {

	private final String targetHost;

	private final int targetPort;

	private final int port = FreePorts.next();

	private final Set<TcpLink> links = ConcurrentHashMap.newKeySet();

	private final Queue<String> swallowed = new ConcurrentLinkedQueue<>();

	private volatile Duration latency = Duration.ZERO;

	private volatile Reordering.@Nullable Terms reordering;

	private volatile boolean swallowRequests;

	private volatile boolean swallowReplies;

	private @Nullable ServerSocket listener;

	private @Nullable Thread acceptor;

	private TcpProxy(String targetHost, int targetPort) {
		this.targetHost = targetHost;
		this.targetPort = targetPort;
		listen();
	}

	public static TcpProxy to(String host, int port) {
		return new TcpProxy(host, port);
	}

	public String host() {
		return "127.0.0.1";
	}

	public int port() {
		return this.port;
	}

	/**
	 * Hold back every chunk from the server, be it a reply or a push.
	 * @param latency how long
	 * @return a handle that heals the network
	 */
	public Fault latency(Duration latency) {
		this.latency = latency;
		return new Fault("latency " + latency, this::heal);
	}

	/**
	 * Let some messages of a channel be overtaken by later ones, and some come a second
	 * time. What is held back when that is healed does not come any more.
	 * @param channel which messages
	 * @param longest how long one is held back
	 * @param random decides which
	 * @return a handle that heals the network
	 */
	public Fault reorder(String channel, Duration longest, Random random) {
		this.reordering = Reordering.Terms.of(channel, longest, random);
		return new Fault("reordering " + channel, this::heal);
	}

	/**
	 * Reset all connections. New ones are welcome.
	 */
	public void cut() {
		List.copyOf(this.links).forEach(TcpLink::reset);
	}

	/**
	 * Reset all connections and refuse new ones.
	 * @return a handle that heals the network
	 */
	public synchronized Fault refuse() {
		stopListening();
		cut();
		return new Fault("refusing", this::heal);
	}

	/**
	 * Accept connections and bytes, and deliver nothing in either direction.
	 * @return a handle that heals the network
	 */
	public Fault blackHole() {
		this.swallowReplies = true;
		this.swallowRequests = true;
		return new Fault("black hole", this::heal);
	}

	/**
	 * Deliver requests, but not their replies: the server acts and nobody learns of it.
	 * @return a handle that heals the network
	 */
	public Fault loseReplies() {
		this.swallowReplies = true;
		return new Fault("losing replies", this::heal);
	}

	/**
	 * Forward everything again. Connections that may have lost bytes are reset, for they
	 * could make no sense of what follows.
	 */
	public synchronized void heal() {
		if (this.swallowReplies) {
			cut();
		}
		this.latency = Duration.ZERO;
		this.reordering = null;
		this.swallowRequests = false;
		this.swallowReplies = false;
		if (this.listener == null) {
			listen();
		}
	}

	@Override
	public synchronized void close() {
		stopListening();
		cut();
	}

	/**
	 * What a black hole took from clients, one text for each chunk.
	 * @return the texts
	 */
	public List<String> swallowed() {
		return List.copyOf(this.swallowed);
	}

	void swallow(byte[] bytes, int count) {
		this.swallowed.add(new String(bytes, 0, count, StandardCharsets.ISO_8859_1));
	}

	boolean swallowsRequests() {
		return this.swallowRequests;
	}

	boolean swallowsReplies() {
		return this.swallowReplies;
	}

	Reordering.@Nullable Terms reordering() {
		return this.reordering;
	}

	Duration replyLatency() {
		return this.latency;
	}

	void forget(TcpLink link) {
		this.links.remove(link);
	}

	private void listen() {
		try {
			ServerSocket opened = new ServerSocket(this.port, 128, InetAddress.getByName(host()));
			this.listener = opened;
			this.acceptor = TcpLink.daemon("tcp-proxy-" + this.port, () -> accept(opened));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot listen on port " + this.port, ex);
		}
	}

	private void stopListening() {
		try {
			if (this.listener != null) {
				this.listener.close();
				this.listener = null;
			}
			if (this.acceptor != null) {
				// the system takes connections until nobody waits for them any more
				this.acceptor.join();
				this.acceptor = null;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void accept(ServerSocket from) {
		while (!from.isClosed()) {
			try {
				connect(from.accept(), from);
			}
			catch (IOException ex) {
				// closed by us, or the client left before it was served
			}
		}
	}

	private void connect(Socket client, ServerSocket from) throws IOException {
		try {
			TcpLink link = new TcpLink(this, client, new Socket(this.targetHost, this.targetPort));
			this.links.add(link);
			link.start();
			if (from.isClosed()) {
				link.reset();
			}
		}
		catch (IOException ex) {
			client.close();
		}
	}

}
