package io.github.redispatterns.sample.redis;

import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.data.redis.connection.RedisClusterConnection;
import org.springframework.data.redis.connection.RedisClusterNode;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.core.Cursor;
import org.springframework.data.redis.core.ScanOptions;
import org.springframework.stereotype.Component;

/**
 * Finds the keys of a pattern with SCAN: so many steps and so many keys, then it stops.
 */
@Component
public class KeyBrowser {

	private static final int KEYS = 50;

	private static final int STEPS = 20;

	private static final int KEYS_PER_STEP = 1000;

	private final PatientRedis redis;

	private final String namespace;

	KeyBrowser(PatientRedis redis, @Value("${redis-patterns.namespace}") String namespace) {
		this.redis = redis;
		this.namespace = namespace;
	}

	/**
	 * Look at the keys of one pattern.
	 * @param pattern name of the pattern
	 * @return the keys in the order of their names, and whether there may be more
	 */
	public Keys keys(String pattern) {
		String match = "%s:%s:*".formatted(this.namespace, pattern);
		return this.redis.execute((connection) -> find(connection, match));
	}

	private static Keys find(RedisConnection connection, String match) {
		Set<ByteBuffer> names = new LinkedHashSet<>();
		boolean more = (connection instanceof RedisClusterConnection cluster) ? scanNodes(cluster, match, names)
				: scan((UnifiedJedis) connection.getNativeConnection(), match, names);
		List<RedisKey> keys = names.stream()
			.limit(KEYS)
			.map((name) -> RedisKey.read(connection, name.array()))
			.filter((key) -> !"none".equals(key.type()))
			.sorted(Comparator.comparing(RedisKey::name))
			.toList();
		return new Keys(match, keys, more || names.size() > KEYS);
	}

	// By hand, because a cursor's search for the next match has no bound.
	private static boolean scan(UnifiedJedis redis, String match, Set<ByteBuffer> names) {
		ScanParams params = new ScanParams().match(match).count(KEYS_PER_STEP);
		byte[] position = ScanParams.SCAN_POINTER_START_BINARY;
		for (int step = 0; step < STEPS && names.size() <= KEYS; step++) {
			ScanResult<byte[]> page = redis.scan(position, params);
			page.getResult().forEach((name) -> names.add(ByteBuffer.wrap(name)));
			if (page.isCompleteIteration()) {
				return false;
			}
			position = page.getCursorAsBytes();
		}
		return true;
	}

	private static boolean scanNodes(RedisClusterConnection cluster, String match, Set<ByteBuffer> names) {
		ScanOptions options = ScanOptions.scanOptions().match(match).count(KEYS_PER_STEP).build();
		for (RedisClusterNode node : cluster.clusterGetNodes()) {
			if (node.isMaster()) {
				try (Cursor<byte[]> cursor = cluster.scan(node, options)) {
					while (cursor.hasNext() && names.size() <= KEYS) {
						names.add(ByteBuffer.wrap(cursor.next()));
					}
				}
			}
		}
		return false;
	}

	/**
	 * The keys of a pattern.
	 *
	 * @param match what was looked for
	 * @param keys the keys found
	 * @param more whether the search ended before it had seen all
	 */
	public record Keys(String match, List<RedisKey> keys, boolean more) {
	}

}
