package io.github.redispatterns.internal;

import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * Cluster slots of keys and names for every part of the slot range.
 */
final class Slots {

	static final int COUNT = 16_384;

	private Slots() {
	}

	static int of(byte[] key) {
		return JedisClusterCRC16.getSlot(key);
	}

	/**
	 * Find a hash tag in one part of the slots.
	 * @param part number of the part, from 0
	 * @param parts how many equal parts there are
	 * @return a short text whose slot lies in the part
	 */
	static String tag(int part, int parts) {
		for (int i = 0;; i++) {
			String tag = "{" + Integer.toString(i, Character.MAX_RADIX) + "}";
			if (JedisClusterCRC16.getSlot(tag) * parts / COUNT == part) {
				return tag;
			}
		}
	}

}
