package io.github.redispatterns.benchmarks.ratelimit;

import java.util.function.Function;

import io.github.redispatterns.benchmarks.harness.Server;

/**
 * A limiter and the redis-server that nobody else uses.
 *
 * @param limiter the limiter
 * @param server its server
 */
record Entrant(Limiter limiter, Server server) implements AutoCloseable {

	static Entrant of(Function<Server, Limiter> limiter) {
		Server server = Server.start();
		return new Entrant(limiter.apply(server), server);
	}

	boolean isFloor() {
		return this.limiter instanceof Floor;
	}

	@Override
	public void close() {
		this.limiter.close();
		this.server.close();
	}

}
