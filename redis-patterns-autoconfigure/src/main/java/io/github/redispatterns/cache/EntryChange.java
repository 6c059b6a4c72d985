package io.github.redispatterns.cache;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * A change of an entry that a script has still to make. For the packages of this library.
 *
 * @param place where the entry is
 * @param envelope what to store, nothing to delete the entry
 * @param life ms until the entry goes away
 * @param holdOff how long nothing that is loaded may be stored
 * @param news a message to all instances, to be published once by the next script
 */
public record EntryChange(EntryPlace place, byte[] envelope, long life, Duration holdOff, Supplier<News> news) {

	/**
	 * A message.
	 *
	 * @param channel where to publish it
	 * @param message what to publish
	 */
	public record News(byte[] channel, byte[] message) {
	}

}
