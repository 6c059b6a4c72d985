package io.github.redispatterns.cache;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.redispatterns.internal.KeyFacet;
import io.github.redispatterns.internal.KeySpace;
import io.github.redispatterns.internal.WakeUps;
import org.jspecify.annotations.Nullable;

/**
 * Keys of one cache: those of an entry in one slot, entries spread over all of them.
 */
final class CacheKeys {

	static final String PATTERN = "cache";

	static final List<KeyFacet> FACETS = List.of(
			new KeyFacet(PATTERN, "value", "string", "ttl with jitter, and the time for which it may be stale",
					"what is cached, see Envelope; the token of its first load until then"),
			new KeyFacet(PATTERN, "lease", "string", "redis-patterns.cache.defaults.load.lease, renewed",
					"token of the load that may replace the value"),
			new KeyFacet(PATTERN, "versions", "hash", "30 days after its last use",
					"versions of the last clear and of evicted tags and prefixes"));

	private final String prefix;

	private final byte[] versions;

	private final WakeUps wakeUps;

	private final @Nullable WriteRoute route;

	CacheKeys(KeySpace space, String cache, WakeUps wakeUps, @Nullable WriteRoute route) {
		String entity = space.prefix(PATTERN) + KeySpace.escape(cache);
		this.prefix = entity + ":";
		this.versions = (entity + "}:versions").getBytes(StandardCharsets.UTF_8);
		this.wakeUps = wakeUps;
		this.route = route;
	}

	byte[] versions() {
		return this.versions;
	}

	/**
	 * Name the keys of an entry.
	 * @param key the key of the entry, any text
	 * @return its keys
	 */
	EntryKeys entry(String key) {
		if (this.route != null) {
			return entry(this.prefix + this.route.partition(key) + "}", KeySpace.escape(key));
		}
		String entity = this.prefix + KeySpace.escape(key) + "}";
		return new EntryKeys(entity, bytes(entity + ":value"), bytes(entity + ":lease"), this.wakeUps.address(entity));
	}

	// in the slot of what the source does not have yet
	private EntryKeys entry(String slot, String key) {
		String entity = slot + ":lease." + key;
		return new EntryKeys(entity, bytes(slot + ":value." + key), bytes(entity), this.wakeUps.address(entity));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Keys of one entry.
	 *
	 * @param entity what they begin with
	 * @param value key of the value
	 * @param lease key of the lease
	 * @param signals where scripts signal that a load has ended
	 */
	record EntryKeys(String entity, byte[] value, byte[] lease, WakeUps.Address signals) {

		EntryPlace place(String key) {
			return new EntryPlace(key, this.value, this.lease, this.signals);
		}

	}

}
