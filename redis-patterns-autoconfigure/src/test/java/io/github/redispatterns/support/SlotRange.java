package io.github.redispatterns.support;

import java.util.List;

import redis.clients.jedis.Jedis;

/**
 * A row of {@code CLUSTER SLOTS}.
 *
 * @param first first slot
 * @param last last slot
 * @param master port of the master
 * @param replicas number of replicas
 */
record SlotRange(long first, long last, int master, int replicas) {

	@SuppressWarnings("deprecation") // its successor says more than the clients, which
										// ask this, are told
	static List<SlotRange> all(Jedis jedis) {
		return jedis.clusterSlots().stream().map((row) -> of((List<?>) row)).toList();
	}

	private static SlotRange of(List<?> row) {
		Number port = (Number) ((List<?>) row.get(2)).get(1);
		return new SlotRange((Long) row.get(0), (Long) row.get(1), port.intValue(), row.size() - 3);
	}

	boolean contains(int slot) {
		return this.first <= slot && slot <= this.last;
	}

}
