package io.github.redispatterns.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * One connection through a {@link TcpProxy}: two sockets, and a thread for each
 * direction.
 */
final class TcpLink {

	private final TcpProxy proxy;

	private final Socket client;

	private final Socket server;

	TcpLink(TcpProxy proxy, Socket client, Socket server) throws IOException {
		this.proxy = proxy;
		this.client = client;
		this.server = server;
		client.setTcpNoDelay(true);
		server.setTcpNoDelay(true);
	}

	void start() {
		daemon("tcp-requests-" + this.proxy.port(),
				() -> pump(this.client, this.server, this.proxy::swallowsRequests, () -> Duration.ZERO));
		daemon("tcp-replies-" + this.proxy.port(),
				() -> pump(this.server, this.client, this.proxy::swallowsReplies, this.proxy::replyLatency));
	}

	private void pump(Socket from, Socket to, BooleanSupplier swallow, Supplier<Duration> latency) {
		byte[] buffer = new byte[16_384];
		try {
			InputStream in = from.getInputStream();
			OutputStream out = to.getOutputStream();
			Reordering replies = new Reordering(out, this.proxy::reordering);
			for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
				holdBack(latency.get());
				if (swallow.getAsBoolean()) {
					if (from == this.client) {
						this.proxy.swallow(buffer, count);
					}
				}
				else if (from == this.server) {
					replies.write(buffer, count);
				}
				else {
					out.write(buffer, 0, count);
				}
			}
			close();
		}
		catch (IOException ex) {
			reset();
		}
	}

	private static void holdBack(Duration latency) {
		long end = System.nanoTime() + latency.toNanos();
		for (long left = latency.toNanos(); left > 0; left = end - System.nanoTime()) {
			LockSupport.parkNanos(left);
		}
	}

	/**
	 * Both ends see a reset, as after a crash of the other side's machine.
	 */
	void reset() {
		try {
			this.client.setSoLinger(true, 0);
			this.server.setSoLinger(true, 0);
		}
		catch (IOException ex) {
			// one of them is closed already
		}
		close();
	}

	private void close() {
		this.proxy.forget(this);
		for (Socket socket : new Socket[] { this.client, this.server }) {
			try {
				socket.close();
			}
			catch (IOException ex) {
				// it is gone either way
			}
		}
	}

	static Thread daemon(String name, Runnable work) {
		Thread thread = new Thread(work, name);
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

}
