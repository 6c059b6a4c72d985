package io.github.redispatterns.support;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import redis.clients.jedis.args.ClientPauseMode;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;

/**
 * Ways to break the servers of a topology. What a test leaves broken is healed after it.
 */
public final class Faults {

	/**
	 * Discard: nothing listens there.
	 */
	private static final int DEAD_PORT = 9;

	private final RedisServers servers;

	private final Deque<Fault> open = new ArrayDeque<>();

	private boolean whole = true;

	Faults(RedisServers servers) {
		this.servers = servers;
	}

	/**
	 * {@code kill -9}; healed by a start on the same port, with empty memory.
	 * @param node which server
	 * @return the fault
	 */
	public Fault kill(RedisNode node) {
		node.process().kill();
		return fault("killed " + node, () -> this.servers.revive(node));
	}

	/**
	 * {@code kill -9} of every server, sentinels included; healed by a start of all, with
	 * empty memory.
	 * @return the fault
	 */
	public Fault killAll() {
		List<RedisNode> all = this.servers.all();
		all.forEach((node) -> node.process().kill());
		return fault("killed all", () -> all.forEach(this.servers::revive));
	}

	/**
	 * {@code SIGSTOP}; healed by {@code SIGCONT}. The system goes on accepting
	 * connections and bytes for the frozen process.
	 * @param node which server
	 * @return the fault
	 */
	public Fault freeze(RedisNode node) {
		node.process().freeze();
		return fault("frozen " + node, () -> node.process().thaw());
	}

	/**
	 * Kill a master and wait until a replica took its place; healed by bringing the
	 * killed one back as a replica.
	 * @param master the server to lose
	 * @return the fault
	 */
	public Fault failover(RedisNode master) {
		Fault fault = kill(master);
		this.servers.awaitSuccessor(master);
		return fault;
	}

	/**
	 * {@code CLIENT PAUSE} on every master. Redis pauses {@code CLIENT UNPAUSE} as well:
	 * healing is waiting for the end.
	 * @param duration how long
	 * @return the fault
	 */
	public Fault pause(Duration duration) {
		this.servers.masters()
			.forEach((node) -> node.run((jedis) -> jedis.clientPause(duration.toMillis(), ClientPauseMode.ALL)));
		return fault("paused for " + duration, () -> {
		});
	}

	/**
	 * {@code CLIENT PAUSE ... WRITE} on every master: writes and scripts wait until
	 * healed.
	 * @return the fault
	 */
	public Fault pauseWrites() {
		List<RedisNode> masters = this.servers.masters();
		masters.forEach((node) -> node
			.run((jedis) -> jedis.clientPause(Duration.ofHours(1).toMillis(), ClientPauseMode.WRITE)));
		return fault("paused writes", () -> masters.forEach((node) -> node.run((jedis) -> jedis.clientUnpause())));
	}

	/**
	 * Every write that needs memory fails with {@code OOM}.
	 * @return the fault
	 */
	public Fault outOfMemory() {
		configure("maxmemory-policy", "noeviction");
		return configure("maxmemory", "1");
	}

	/**
	 * Every write fails: with {@code READONLY} where nobody would put the role right,
	 * otherwise with {@code NOREPLICAS}.
	 * @return the fault
	 */
	public Fault readOnly() {
		if (this.servers.topology() == Topology.CLUSTER || this.servers.topology() == Topology.SENTINEL) {
			return configure("min-replicas-to-write", "10");
		}
		List<RedisNode> nodes = this.servers.nodes();
		nodes.forEach((node) -> node.run((jedis) -> jedis.replicaof("127.0.0.1", DEAD_PORT)));
		return fault("read-only", () -> nodes.forEach((node) -> node.run((jedis) -> jedis.replicaofNoOne())));
	}

	/**
	 * {@code CONFIG SET} on every node; healed by the values there were.
	 * @param parameter the name
	 * @param value the value
	 * @return the fault
	 */
	public Fault configure(String parameter, String value) {
		List<Runnable> undo = this.servers.nodes().stream().map((node) -> {
			String before = node.call((jedis) -> {
				String old = jedis.configGet(parameter).get(parameter);
				jedis.configSet(parameter, value);
				return old;
			});
			return (Runnable) () -> node.run((jedis) -> jedis.configSet(parameter, before));
		}).toList();
		return fault(parameter + "=" + value, () -> undo.forEach(Runnable::run));
	}

	/**
	 * A proxy in front of the first node, closed after the test.
	 * @return the proxy
	 */
	public TcpProxy proxy() {
		TcpProxy proxy = TcpProxy.to(this.servers.host(), this.servers.port());
		fault("proxy", proxy::close);
		return proxy;
	}

	/**
	 * {@code CLIENT KILL TYPE normal} on every node.
	 */
	public void dropClients() {
		drop(ClientType.NORMAL);
	}

	/**
	 * {@code CLIENT KILL TYPE pubsub} on every node.
	 */
	public void dropSubscribers() {
		drop(ClientType.PUBSUB);
	}

	private void drop(ClientType type) {
		this.servers.nodes()
			.forEach((node) -> node.run((jedis) -> jedis.clientKill(new ClientKillParams().type(type))));
		this.servers.forgetClient();
	}

	/**
	 * {@code SCRIPT FLUSH} on every node.
	 */
	public void flushScripts() {
		this.servers.nodes().forEach((node) -> node.run((jedis) -> jedis.scriptFlush()));
	}

	/**
	 * {@code FLUSHALL} on every master.
	 */
	public void flushAll() {
		this.servers.empty();
	}

	private synchronized Fault fault(String name, Runnable undo) {
		Fault fault = new Fault(name, undo, this::healed);
		this.open.push(fault);
		this.whole = false;
		this.servers.forgetClient();
		return fault;
	}

	/**
	 * Only when nothing else is broken can the servers become whole.
	 */
	private synchronized void healed(Fault fault) {
		this.open.remove(fault);
		if (this.open.isEmpty()) {
			this.servers.awaitWhole();
			this.servers.forgetClient();
			this.whole = true;
		}
	}

	/**
	 * The last fault first.
	 */
	synchronized void healAll() {
		while (!this.open.isEmpty()) {
			this.open.peek().heal();
		}
		if (!this.whole) {
			throw new IllegalStateException(this.servers + " could not be healed");
		}
	}

}
