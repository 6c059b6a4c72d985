package io.github.redispatterns.lock;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.Function;

import io.github.redispatterns.PatternConfigurationException;
import io.github.redispatterns.internal.NamedServer;
import io.github.redispatterns.internal.WakeUps;
import io.github.redispatterns.internal.Workers;

/**
 * One of the servers that vote, with threads of its own, so that one that hangs takes
 * none from the others.
 */
final class QuorumNode implements AutoCloseable {

	private static final int THREADS = 4;

	private static final int WAITING = 256;

	private final NamedServer server;

	private final LockScheme mutex;

	private final QuorumScripts scripts;

	private final Workers workers;

	private final Map<String, QuorumNode> known;

	private volatile boolean identified;

	/**
	 * Create a node.
	 * @param server where its data are
	 * @param fenceTtl how long fencing tokens are remembered
	 * @param known nodes by what their processes are known by, shared by all of them
	 * @param virtual whether its threads are virtual
	 */
	QuorumNode(NamedServer server, Duration fenceTtl, Map<String, QuorumNode> known, boolean virtual) {
		this.server = server;
		this.mutex = new LockScripts(server, new Silence(), fenceTtl, Duration.ZERO);
		this.scripts = new QuorumScripts(server, fenceTtl);
		this.workers = new Workers("redis-patterns-quorum", THREADS, WAITING, Duration.ofSeconds(1), virtual);
		this.known = known;
	}

	/**
	 * Ask it something on one of its threads.
	 * @param <T> type of the answer
	 * @param question the question
	 * @return where the answer will be
	 */
	<T> Future<T> ask(Function<QuorumNode, T> question) {
		return this.workers.submit(() -> {
			identify();
			return question.apply(this);
		});
	}

	// two addresses of one server would be two votes of it; a server that cannot be
	// reached now is looked at before it votes
	private void identify() {
		if (this.identified) {
			return;
		}
		String runId = this.server.runId();
		QuorumNode other = (runId != null) ? this.known.putIfAbsent(runId, this) : null;
		if (other != null && other != this) {
			throw new PatternConfigurationException("'redis-patterns.lock.quorum.servers'",
					"has %s and %s, which are one server".formatted(other, this),
					"Name servers that do not depend on each other.");
		}
		this.identified = true;
	}

	LockScheme mutex() {
		return this.mutex;
	}

	/**
	 * Make sure that it gives larger fencing tokens from now on.
	 * @param key which lock
	 * @param fence a fencing token
	 * @return the largest one it has given
	 */
	long raise(LockKey key, long fence) {
		return this.scripts.raise(key, fence);
	}

	@Override
	public void close() {
		this.workers.stop();
		this.server.close();
	}

	@Override
	public String toString() {
		return this.server.address();
	}

	/** Nobody waits for signals of these servers. */
	private static final class Silence implements WakeUps {

		private static final byte[] NOTHING = {};

		@Override
		public Address address(String entity) {
			return new Address(NOTHING, NOTHING, NOTHING);
		}

		@Override
		public Listening listen(String entity, Listener listener) {
			return () -> {
			};
		}

	}

}
