package io.github.redispatterns.cache.write;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.redispatterns.internal.KeyFacet;
import io.github.redispatterns.internal.KeySpace;
import io.github.redispatterns.internal.WakeUps;

/**
 * Keys of one partition of what a cache has not written, in the slot of its entries.
 *
 * @param entity what they begin with
 * @param dirty changes
 * @param due when each is to be written
 * @param flight changes that are being written
 * @param dead changes that were given up
 * @param sequence last number
 * @param signals where scripts signal that something waits
 */
record WriteKeys(String entity, byte[] dirty, byte[] due, byte[] flight, byte[] dead, byte[] sequence,
		WakeUps.Address signals) {

	static final String PATTERN = "cache";

	static final List<KeyFacet> FACETS = List.of(
			new KeyFacet(PATTERN, "dirty", "hash", "until the source has all of it",
					"changes that the source does not have yet, by key"),
			new KeyFacet(PATTERN, "due", "sorted set", "as dirty", "when each change is to be written"),
			new KeyFacet(PATTERN, "flight", "sorted set", "as dirty",
					"until when whoever writes a change has to show up"),
			new KeyFacet(PATTERN, "dead", "stream", "permanent, the last 1000 of each partition until they are purged",
					"changes that were given up"),
			new KeyFacet(PATTERN, "sequence", "string", "30 days after its last use", "number of the last change"));

	static WriteKeys of(KeySpace space, WakeUps wakeUps, String cache, int partition) {
		String entity = space.prefix(PATTERN) + KeySpace.escape(cache) + ":" + partition + "}";
		return new WriteKeys(entity, bytes(entity + ":dirty"), bytes(entity + ":due"), bytes(entity + ":flight"),
				bytes(entity + ":dead"), bytes(entity + ":sequence"), wakeUps.address(entity));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
