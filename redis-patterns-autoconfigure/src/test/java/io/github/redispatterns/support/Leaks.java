package io.github.redispatterns.support;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.awaitility.core.ConditionTimeoutException;
import redis.clients.jedis.args.ClientType;

/**
 * What was there before a test class, to be held against what is there after it: threads
 * of the library, and connections that are not the harness's own.
 */
final class Leaks {

	private static final String THREAD_PREFIX = "redis-patterns-";

	private final RedisServers servers;

	private final Set<Thread> threads;

	private final Set<String> connections;

	private Leaks(RedisServers servers) {
		this.servers = servers;
		this.threads = threads();
		this.connections = connections();
	}

	static Leaks before(RedisServers servers) {
		return new Leaks(servers);
	}

	/**
	 * Threads end and sockets close a moment after the context that owned them.
	 * @return what is still there after that moment
	 */
	List<String> await() {
		try {
			Deadline.await("no leaks", () -> now().isEmpty());
		}
		catch (ConditionTimeoutException ex) {
			return now();
		}
		return List.of();
	}

	List<String> now() {
		List<String> leaks = new ArrayList<>();
		threads().stream()
			.filter(Predicate.not(this.threads::contains))
			.map((thread) -> "Thread '" + thread.getName() + "' is alive")
			.forEach(leaks::add);
		connections().stream()
			.filter(Predicate.not(this.connections::contains))
			.map((connection) -> "Connection is open: " + connection)
			.forEach(leaks::add);
		return leaks;
	}

	private static Set<Thread> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith(THREAD_PREFIX))
			.collect(Collectors.toSet());
	}

	/**
	 * Others may use a server that is not ours, so there is nothing to learn there.
	 */
	private Set<String> connections() {
		if (this.servers.isClosed()) {
			return Set.of();
		}
		return this.servers.nodes()
			.stream()
			.filter(RedisNode::isOurs)
			.flatMap(Leaks::connections)
			.collect(Collectors.toSet());
	}

	/**
	 * Identified by address, because age and last command change.
	 */
	private static Stream<String> connections(RedisNode node) {
		String list = node.call((jedis) -> jedis.clientList(ClientType.NORMAL) + jedis.clientList(ClientType.PUBSUB));
		return list.lines()
			.filter((line) -> !line.contains(" name=" + RedisNode.CLIENT_NAME) && !line.contains(" name=sentinel-"))
			.map((line) -> node.address() + " " + line.replaceAll("^id=\\S+ (addr=\\S+) .*? (name=\\S*) .*$", "$1 $2"));
	}

}
