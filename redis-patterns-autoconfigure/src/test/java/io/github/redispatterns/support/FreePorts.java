package io.github.redispatterns.support;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports that stay free while their server is down.
 * <p>
 * They lie below the range from which systems take ports for outgoing connections (32768
 * and up), and so do the ports of their cluster bus, 10000 higher.
 */
final class FreePorts {

	private static final int LOWEST = 12_000;

	private static final int HIGHEST = 22_000;

	static final int BUS_OFFSET = 10_000;

	private static final Set<Integer> taken = new HashSet<>();

	private FreePorts() {
	}

	static synchronized int next() {
		for (int attempt = 0; attempt < 1_000; attempt++) {
			int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
			if (!taken.contains(port) && isFree(port) && isFree(port + BUS_OFFSET)) {
				taken.add(port);
				return port;
			}
		}
		throw new IllegalStateException("No free port between %d and %d".formatted(LOWEST, HIGHEST));
	}

	private static boolean isFree(int port) {
		try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
			return socket.isBound();
		}
		catch (IOException ex) {
			return false;
		}
	}

}
