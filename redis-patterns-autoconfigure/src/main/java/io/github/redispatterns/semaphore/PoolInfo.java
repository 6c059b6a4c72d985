package io.github.redispatterns.semaphore;

import java.time.Duration;
import java.util.List;

/**
 * Where the items of a pool are.
 *
 * @param name name of the pool
 * @param version version of the configuration that lists them, or -1 if nobody used the
 * pool lately
 * @param free items that can be lent, the next one first
 * @param leased items that are lent
 * @param suspect items that are not lent
 * @param waiting how many callers wait, one for each instance
 */
public record PoolInfo(String name, long version, List<String> free, List<Leased> leased, List<Suspect> suspect,
		long waiting) {

	/**
	 * An item that is lent.
	 *
	 * @param item the item
	 * @param instance who has it
	 * @param remaining time until its lease ends unless it is renewed
	 */
	public record Leased(String item, String instance, Duration remaining) {
	}

	/**
	 * An item that is not lent for some time.
	 *
	 * @param item the item
	 * @param reason why
	 * @param remaining time until it is lent again
	 */
	public record Suspect(String item, String reason, Duration remaining) {
	}

}
