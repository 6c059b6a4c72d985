package io.github.redispatterns.support;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisSentinelClient;
import redis.clients.jedis.UnifiedJedis;

/**
 * One master, two replicas, and three sentinels that watch them.
 */
final class SentinelGroup extends RedisServers {

	private static final String MASTER = "mymaster";

	private static final int QUORUM = 2;

	/*
	 * Look at roles often, so that they are put right in two seconds and not in ten; and
	 * do not stand aside for thirty seconds because the machine stalled for two.
	 */
	private static final String[] IMPATIENT = { "DEBUG", "INFO-PERIOD", "500", "PUBLISH-PERIOD", "500", "TILT-TRIGGER",
			"20000", "TILT-PERIOD", "1000" };

	private final List<RedisNode> sentinels;

	private SentinelGroup(List<RedisNode> nodes, List<RedisNode> sentinels) {
		super(Topology.SENTINEL, nodes);
		this.sentinels = sentinels;
	}

	static RedisServers start() {
		RedisNode master = RedisProcess.start().node();
		Stream<RedisNode> replicas = Stream.generate(() -> RedisProcess.start(replicaOf(master)).node()).limit(2);
		List<RedisNode> nodes = Stream.concat(Stream.of(master), replicas).toList();
		// a sentinel learns of replicas from the master, and asks it every ten seconds
		// only
		Deadline.await("replicas of " + master, () -> connectedReplicas(master) == 2);
		List<RedisNode> sentinels = Stream.generate(() -> startSentinel(master)).limit(3).toList();
		SentinelGroup group = new SentinelGroup(nodes, sentinels);
		group.awaitWhole();
		return group;
	}

	private static String[] replicaOf(RedisNode master) {
		return new String[] { "--replicaof", master.host(), String.valueOf(master.port()) };
	}

	private static RedisNode startSentinel(RedisNode master) {
		RedisNode sentinel = RedisProcess.startSentinel().node();
		sentinel.run((jedis) -> {
			jedis.sentinelMonitor(MASTER, master.host(), master.port(), QUORUM);
			jedis.sentinelSet(MASTER, Map.of("down-after-milliseconds", "1500", "failover-timeout", "3000"));
			jedis.sendCommand(Protocol.Command.SENTINEL, IMPATIENT);
		});
		return sentinel;
	}

	private static int connectedReplicas(RedisNode master) {
		return master.call((jedis) -> ((List<?>) jedis.role().get(2)).size());
	}

	@Override
	public List<RedisNode> all() {
		return Stream.concat(this.sentinels.stream(), nodes().stream()).toList();
	}

	@Override
	public List<RedisNode> masters() {
		return nodes().stream().filter(RedisNode::isMaster).toList();
	}

	@Override
	public RedisNode masterOf(String key) {
		return elected();
	}

	/**
	 * The master in the opinion of the first sentinel.
	 */
	private RedisNode elected() {
		String port = this.sentinels.get(0).call((jedis) -> jedis.sentinelGetMasterAddrByName(MASTER).get(1));
		return nodes().stream()
			.filter((node) -> node.port() == Integer.parseInt(port))
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("Sentinel names a master on unknown port " + port));
	}

	@Override
	void revive(RedisNode node) {
		if (this.sentinels.contains(node)) {
			node.process().restart();
			return;
		}
		RedisNode master = elected();
		node.process().restart((node != master) ? replicaOf(master) : new String[0]);
	}

	@Override
	void awaitSuccessor(RedisNode killed) {
		Deadline.await("successor of " + killed, () -> {
			RedisNode elected = elected();
			return elected != killed && elected.isMaster() && sentinelsAgreeOn(elected);
		});
	}

	@Override
	void awaitWhole() {
		super.awaitWhole();
		Deadline.await("one master, two replicas", () -> {
			RedisNode master = elected();
			return master.isMaster() && connectedReplicas(master) == 2;
		});
		Deadline.await("sentinels content", () -> {
			RedisNode master = elected();
			return sentinelsAgreeOn(master)
					&& this.sentinels.stream().allMatch((node) -> node.call(SentinelGroup::isContent));
		});
	}

	private boolean sentinelsAgreeOn(RedisNode master) {
		return this.sentinels.stream()
			.allMatch((sentinel) -> sentinel.call((jedis) -> jedis.sentinelGetMasterAddrByName(MASTER))
				.get(1)
				.equals(String.valueOf(master.port())));
	}

	private static boolean isContent(Jedis sentinel) {
		Map<String, String> master = sentinel.sentinelMaster(MASTER);
		return "master".equals(master.get("flags")) && "2".equals(master.get("num-slaves"))
				&& "2".equals(master.get("num-other-sentinels"))
				&& sentinel.sentinelReplicas(MASTER)
					.stream()
					.allMatch((replica) -> "slave".equals(replica.get("flags"))
							&& "ok".equals(replica.get("master-link-status")));
	}

	@Override
	public void close() {
		this.sentinels.forEach((sentinel) -> sentinel.process().close());
		super.close();
	}

	@Override
	public Map<String, Object> springProperties() {
		Map<String, Object> properties = new LinkedHashMap<>();
		properties.put("spring.data.redis.sentinel.master", MASTER);
		properties.put("spring.data.redis.sentinel.nodes", addresses(this.sentinels));
		properties.put("spring.data.redis.timeout", "1s");
		properties.put("spring.data.redis.connect-timeout", "1s");
		properties.put("spring.data.redis.jedis.pool.max-wait", "2s");
		return properties;
	}

	@Override
	UnifiedJedis createClient() {
		return RedisSentinelClient.builder()
			.masterName(MASTER)
			.sentinels(this.sentinels.stream().map(RedisNode::address).collect(Collectors.toSet()))
			.clientConfig(RedisNode.CLIENT_CONFIG)
			.sentinelClientConfig(RedisNode.CLIENT_CONFIG)
			.build();
	}

}
