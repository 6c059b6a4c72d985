package io.github.redispatterns.internal;

import java.util.Arrays;

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
			if (JedisClusterCRC16.getSlot(numbered(i)) * parts / COUNT == part) {
				return numbered(i);
			}
		}
	}

	/**
	 * Find a hash tag in a slot. The first call finds those of all slots.
	 * @param slot number of the slot
	 * @return a short text of that slot
	 */
	static String tag(int slot) {
		return numbered(Tags.NUMBERS[slot]);
	}

	private static String numbered(int number) {
		return "{" + Integer.toString(number, Character.MAX_RADIX) + "}";
	}

	/** Found when first needed, in some tens of milliseconds. */
	private static final class Tags {

		private static final int[] NUMBERS = find();

		private static int[] find() {
			int[] numbers = new int[COUNT];
			Arrays.fill(numbers, -1);
			for (int found = 0, i = 0; found < COUNT; i++) {
				int slot = JedisClusterCRC16.getSlot(numbered(i));
				if (numbers[slot] < 0) {
					numbers[slot] = i;
					found++;
				}
			}
			return numbers;
		}

	}

}
