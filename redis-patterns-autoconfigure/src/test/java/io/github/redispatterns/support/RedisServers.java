package io.github.redispatterns.support;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.UnifiedJedis;

/**
 * The running servers of one {@link Topology}, and the one door to all the harness can do
 * with them.
 */
public abstract class RedisServers implements AutoCloseable {

	private final Topology topology;

	private final List<RedisNode> nodes;

	private final Faults faults = new Faults(this);

	private @Nullable UnifiedJedis client;

	private volatile boolean closed;

	RedisServers(Topology topology, List<RedisNode> nodes) {
		this.topology = topology;
		this.nodes = List.copyOf(nodes);
	}

	/**
	 * The servers of that topology which this JVM shares, started on first use. For
	 * places where no parameter can be injected; a {@link RedisTest} has them already.
	 * @param topology the arrangement
	 * @return the shared servers
	 */
	public static RedisServers of(Topology topology) {
		return SharedServers.get(topology);
	}

	/**
	 * A server of the caller's own, which the caller closes.
	 * @return the server
	 */
	public static RedisServers startStandalone() {
		return Standalone.own();
	}

	public Topology topology() {
		return this.topology;
	}

	/**
	 * All servers that hold data, whatever their role.
	 * @return the nodes
	 */
	public List<RedisNode> nodes() {
		return this.nodes;
	}

	/**
	 * All servers, those that only watch others included; they come first.
	 * @return the nodes and their guards
	 */
	public List<RedisNode> all() {
		return this.nodes;
	}

	public RedisNode node(int index) {
		return this.nodes.get(index);
	}

	/**
	 * The nodes that take writes at this moment.
	 * @return the masters
	 */
	public List<RedisNode> masters() {
		return this.nodes;
	}

	/**
	 * The node that takes writes to a key at this moment.
	 * @param key the key
	 * @return the master
	 */
	public RedisNode masterOf(String key) {
		return node(0);
	}

	/**
	 * A connection to one node; the caller closes it.
	 * @param index which of {@link #nodes()}
	 * @return the connection
	 */
	public Jedis connect(int index) {
		return node(index).connect();
	}

	public String host() {
		return node(0).host();
	}

	public int port() {
		return node(0).port();
	}

	public Faults faults() {
		return this.faults;
	}

	/**
	 * What an application says to use these servers.
	 * @return properties below {@code spring.data.redis}
	 */
	public abstract Map<String, Object> springProperties();

	/**
	 * All that an application under test says: these servers, and the namespace that is
	 * looked after.
	 * @param driver {@code jedis} or {@code lettuce}
	 * @return properties that may be added to
	 */
	public Map<String, Object> applicationProperties(String driver) {
		Map<String, Object> properties = new LinkedHashMap<>(springProperties());
		properties.put("spring.data.redis.client-type", driver);
		properties.put("spring.data.redis.lettuce.shutdown-timeout", "0");
		properties.put("redis-patterns.namespace", "test");
		return properties;
	}

	/**
	 * The same in the form of {@code ApplicationContextRunner.withPropertyValues}.
	 * @return properties as {@code name=value}
	 */
	public String[] propertyValues() {
		return springProperties().entrySet()
			.stream()
			.map((property) -> property.getKey() + "=" + property.getValue())
			.toArray(String[]::new);
	}

	/**
	 * A client that knows the topology, for the running test. Ask for it again after a
	 * fault: the one before may hold dead connections.
	 * @return the client
	 */
	public synchronized UnifiedJedis client() {
		if (this.client == null) {
			this.client = createClient();
		}
		return this.client;
	}

	synchronized void forgetClient() {
		if (this.client != null) {
			this.client.close();
			this.client = null;
		}
	}

	abstract UnifiedJedis createClient();

	/**
	 * Empty all servers, as {@code FLUSHALL} does. A server that is not ours keeps its
	 * other databases.
	 */
	public void empty() {
		for (RedisNode node : masters()) {
			node.run((jedis) -> {
				if (jedis.dbSize() > 0 && node.isOurs()) {
					jedis.flushAll();
				}
				else {
					jedis.flushDB();
				}
			});
		}
	}

	/**
	 * Bring a killed node back to where the topology needs it.
	 */
	void revive(RedisNode node) {
		node.process().restart();
	}

	/**
	 * Wait until another node has taken the place of a killed master.
	 */
	void awaitSuccessor(RedisNode killed) {
		throw new UnsupportedOperationException(this + " has nobody to take over");
	}

	/**
	 * Wait until every node answers and plays its part.
	 */
	void awaitWhole() {
		for (RedisNode node : this.nodes) {
			Deadline.await(node + " answers", () -> node.call((jedis) -> "PONG".equals(jedis.ping())));
		}
	}

	/**
	 * Whether all processes are gone for good.
	 */
	boolean isClosed() {
		return this.closed;
	}

	@Override
	public void close() {
		this.closed = true;
		forgetClient();
		this.nodes.stream().filter(RedisNode::isOurs).map(RedisNode::process).forEach(RedisProcess::close);
	}

	static String addresses(List<RedisNode> nodes) {
		return String.join(",", nodes.stream().map(RedisNode::address).map(HostAndPort::toString).toList());
	}

	@Override
	public String toString() {
		return this.topology + " " + addresses(this.nodes);
	}

}
