package io.github.redispatterns.lock;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import io.github.redispatterns.internal.LeaseKeeper;
import io.github.redispatterns.internal.NamedServer;
import io.github.redispatterns.internal.Require;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Independent servers that decide by majority. Nothing is opened before they are asked.
 */
final class Quorum implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(Locks.class);

	private static final int CONNECTIONS = 8;

	private final List<QuorumNode> nodes;

	private final Duration timeout;

	Quorum(LockProperties.Quorum properties, Duration fenceTtl, boolean virtual) {
		Map<String, QuorumNode> known = new ConcurrentHashMap<>();
		this.timeout = properties.nodeTimeout();
		this.nodes = properties.servers().stream().map((uri) -> node(uri, fenceTtl, known, virtual)).toList();
	}

	private QuorumNode node(URI uri, Duration fenceTtl, Map<String, QuorumNode> known, boolean virtual) {
		return new QuorumNode(new NamedServer(uri, this.timeout, CONNECTIONS), fenceTtl, known, virtual);
	}

	/**
	 * Return how many servers are a majority.
	 * @return more than a half of them
	 */
	int majority() {
		return this.nodes.size() / 2 + 1;
	}

	/**
	 * Ask all servers at once.
	 * @param <T> type of an answer
	 * @param question what to ask
	 * @return what they answered in time
	 */
	<T> Ballot<T> ask(Function<QuorumNode, T> question) {
		Require.that(!this.nodes.isEmpty(), "redis-patterns.lock.quorum.servers", this.nodes,
				"a list of three or more servers for locks of durability QUORUM");
		return ask(this.nodes, question);
	}

	/**
	 * Ask some servers at once.
	 * @param <T> type of an answer
	 * @param asked which ones
	 * @param question what to ask
	 * @return what they answered in time
	 */
	<T> Ballot<T> ask(Collection<QuorumNode> asked, Function<QuorumNode, T> question) {
		long end = LeaseKeeper.now() + this.timeout.toNanos();
		List<Throwable> failures = new ArrayList<>(0);
		Map<QuorumNode, Future<T>> pending = new LinkedHashMap<>();
		for (QuorumNode node : asked) {
			try {
				pending.put(node, node.ask(question));
			}
			catch (RejectedExecutionException ex) {
				failures.add(ex);
			}
		}
		Map<QuorumNode, T> answers = new LinkedHashMap<>();
		boolean interrupted = false;
		for (Map.Entry<QuorumNode, Future<T>> entry : pending.entrySet()) {
			for (boolean done = false; !done;) {
				try {
					answers.put(entry.getKey(), await(entry.getValue(), end));
					done = true;
				}
				catch (ExecutionException ex) {
					failures.add((ex.getCause() != null) ? ex.getCause() : ex);
					done = true;
				}
				catch (TimeoutException | CancellationException ex) {
					failures.add(new TimeoutException(entry.getKey() + " did not answer within " + this.timeout));
					done = true;
				}
				catch (InterruptedException ex) {
					// what servers granted must be known before anybody can give it back
					interrupted = true;
				}
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
		return new Ballot<>(answers, failures);
	}

	/**
	 * Ask all servers and do not wait for their answers.
	 * @param question what to ask
	 */
	void tell(Function<QuorumNode, ?> question) {
		for (QuorumNode node : this.nodes) {
			try {
				node.ask(question);
			}
			catch (RejectedExecutionException ex) {
				logger.debug(node + " has too much to do", ex);
			}
		}
	}

	private static <T> T await(Future<T> answer, long end)
			throws InterruptedException, ExecutionException, TimeoutException {
		try {
			return answer.get(Math.max(0, end - LeaseKeeper.now()), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			// what has not begun shall not begin when nobody waits for it
			answer.cancel(false);
			throw ex;
		}
	}

	@Override
	public void close() {
		this.nodes.forEach(QuorumNode::close);
	}

}
