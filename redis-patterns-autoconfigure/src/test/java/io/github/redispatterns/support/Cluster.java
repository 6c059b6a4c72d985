package io.github.redispatterns.support;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * Redis Cluster: three masters with one replica each.
 */
final class Cluster extends RedisServers {

	private static final int SHARDS = 3;

	private static final int SLOTS = 16_384;

	private Cluster(List<RedisNode> nodes) {
		super(Topology.CLUSTER, nodes);
	}

	static RedisServers start() {
		List<RedisNode> nodes = Stream.generate(Cluster::startNode).limit(2 * SHARDS).map(RedisProcess::node).toList();
		nodes.stream()
			.skip(1)
			.forEach((node) -> nodes.get(0).run((jedis) -> jedis.clusterMeet(node.host(), node.port())));
		for (int shard = 0; shard < SHARDS; shard++) {
			int from = firstSlot(shard);
			int to = firstSlot(shard + 1) - 1;
			nodes.get(shard).run((jedis) -> jedis.clusterAddSlotsRange(from, to));
			replicate(nodes.get(shard), nodes.get(shard + SHARDS));
		}
		Cluster cluster = new Cluster(nodes);
		cluster.awaitWhole();
		return cluster;
	}

	/**
	 * The timeout is what a failover waits before it starts. A replica may take over
	 * however long it was without its master, because machines under load stall.
	 */
	private static RedisProcess startNode() {
		return RedisProcess.start("--cluster-enabled", "yes", "--cluster-node-timeout", "2000",
				"--cluster-require-full-coverage", "no", "--cluster-replica-validity-factor", "0");
	}

	private static int firstSlot(int shard) {
		return (shard * SLOTS + SHARDS - 1) / SHARDS;
	}

	private static void replicate(RedisNode master, RedisNode replica) {
		String id = master.call(Jedis::clusterMyId);
		Deadline.await(replica + " replicates " + master,
				() -> replica.call((jedis) -> "OK".equals(jedis.clusterReplicate(id))));
	}

	@Override
	public List<RedisNode> masters() {
		return nodes().stream().filter(RedisNode::isMaster).toList();
	}

	@Override
	public RedisNode masterOf(String key) {
		int slot = JedisClusterCRC16.getSlot(key);
		return masters().stream()
			.filter((master) -> master.call((jedis) -> SlotRange.all(jedis)
				.stream()
				.anyMatch((range) -> range.contains(slot) && range.master() == master.port())))
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("No master serves slot " + slot));
	}

	@Override
	void awaitSuccessor(RedisNode killed) {
		for (RedisNode node : nodes()) {
			if (node != killed) {
				Deadline.await(node + " knows the successor of " + killed, () -> node.call((jedis) -> isHealthy(jedis)
						&& SlotRange.all(jedis).stream().noneMatch((range) -> range.master() == killed.port())));
			}
		}
	}

	@Override
	void awaitWhole() {
		for (RedisNode node : nodes()) {
			Deadline.await(node + " finds the cluster healthy", () -> node.call(Cluster::isHealthy));
		}
		Deadline.await("three masters", () -> masters().size() == SHARDS);
		writeEverywhere();
		for (RedisNode node : nodes()) {
			Deadline.await(node + " knows all replicas", () -> node
				.call((jedis) -> SlotRange.all(jedis).stream().allMatch((range) -> range.replicas() == 1)));
		}
	}

	private static boolean isHealthy(Jedis jedis) {
		String info = jedis.clusterInfo();
		return Stream.of("cluster_state:ok", "cluster_slots_ok:" + SLOTS, "cluster_known_nodes:" + 2 * SHARDS)
			.allMatch(info::contains);
	}

	/**
	 * A replica that never received a write is left out of {@code CLUSTER SLOTS}.
	 */
	private void writeEverywhere() {
		Set<RedisNode> written = new HashSet<>();
		IntStream.range(0, SHARDS).mapToObj(Cluster::keyOf).forEach((key) -> {
			RedisNode master = masterOf(key);
			master.run((jedis) -> {
				jedis.set(key, "");
				jedis.del(key);
			});
			written.add(master);
		});
		if (written.size() != SHARDS) {
			throw new IllegalStateException("Slots have moved: only " + written + " serve the first slots");
		}
	}

	private static String keyOf(int shard) {
		return IntStream.iterate(0, (i) -> i + 1)
			.mapToObj((i) -> "warm-up-" + i)
			.filter((key) -> JedisClusterCRC16.getSlot(key) / (SLOTS / SHARDS + 1) == shard)
			.findFirst()
			.orElseThrow();
	}

	@Override
	public Map<String, Object> springProperties() {
		Map<String, Object> properties = new LinkedHashMap<>();
		properties.put("spring.data.redis.cluster.nodes", addresses(nodes()));
		properties.put("spring.data.redis.cluster.max-redirects", 5);
		properties.put("spring.data.redis.timeout", "1s");
		properties.put("spring.data.redis.connect-timeout", "1s");
		properties.put("spring.data.redis.jedis.pool.max-wait", "2s");
		return properties;
	}

	@Override
	UnifiedJedis createClient() {
		Set<HostAndPort> addresses = nodes().stream().map(RedisNode::address).collect(Collectors.toSet());
		return RedisClusterClient.builder().nodes(addresses).clientConfig(RedisNode.CLIENT_CONFIG).build();
	}

}
