package io.github.redispatterns.cache;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What one instance knows of what was evicted from a cache at once: everything, by tag,
 * by prefix.
 * <p>
 * Numbers come from the server: one counter for each cache that never falls below its
 * clock. A value remembers the counter as it was known before the value was loaded, and
 * is outdated by any eviction with a later number. A later number wins, so the order in
 * which evictions become known does not matter. The incarnation tells these versions from
 * others that Redis lost.
 */
final class Versions {

	static final String ALL = "*";

	private static final String TAG = "t:";

	private static final String PREFIX = "p:";

	private final long incarnation;

	private final Map<String, Long> tags = new ConcurrentHashMap<>();

	private final Map<String, Long> prefixes = new ConcurrentHashMap<>();

	private volatile long last;

	private volatile long cleared;

	private volatile int changes;

	/**
	 * Begin with nothing evicted.
	 * @param incarnation the incarnation
	 * @param last the last number
	 */
	Versions(long incarnation, long last) {
		this.incarnation = incarnation;
		this.last = last;
	}

	/**
	 * Read what a script returned.
	 * @param fields names and values
	 * @return the versions
	 */
	static Versions of(List<Object> fields) {
		Versions versions = new Versions(incarnation(fields), 0);
		for (int i = 0; i < fields.size(); i += 2) {
			String field = text(fields.get(i));
			if (!field.equals("id")) {
				versions.evicted(Long.parseLong(text(fields.get(i + 1))), List.of(field));
			}
		}
		return versions;
	}

	private static long incarnation(List<Object> fields) {
		for (int i = 0; i < fields.size(); i += 2) {
			if (text(fields.get(i)).equals("id")) {
				return Bytes.readLong((byte[]) fields.get(i + 1), 0);
			}
		}
		throw new IllegalArgumentException("Versions without an id");
	}

	private static String text(Object bytes) {
		return new String((byte[]) bytes, StandardCharsets.UTF_8);
	}

	static String ofTag(String tag) {
		return TAG + tag;
	}

	static String ofPrefix(String prefix) {
		return PREFIX + prefix;
	}

	long incarnation() {
		return this.incarnation;
	}

	long last() {
		return this.last;
	}

	long cleared() {
		return this.cleared;
	}

	/**
	 * Return what a value remembers that is loaded from now on.
	 * @return the moment, which later evictions do not change
	 */
	Moment now() {
		return new Moment(this.incarnation, this.last);
	}

	/**
	 * Return how often something became known. Who asked {@link #admits} after reading
	 * this need not ask again before it changes.
	 * @return a count
	 */
	int changes() {
		return this.changes;
	}

	/**
	 * Tell whether a value may still be given to callers.
	 * @param facts what the value remembers
	 * @param key its key
	 * @return whether nothing evicted it since
	 */
	boolean admits(Facts facts, String key) {
		if (facts.incarnation() != this.incarnation || facts.known() < this.cleared) {
			return false;
		}
		for (String tag : facts.tags()) {
			Long evicted = this.tags.get(tag);
			if (evicted != null && facts.known() < evicted) {
				return false;
			}
		}
		for (Map.Entry<String, Long> evicted : this.prefixes.entrySet()) {
			if (facts.known() < evicted.getValue() && key.startsWith(evicted.getKey())) {
				return false;
			}
		}
		return true;
	}

	/**
	 * An eviction became known.
	 * @param number its number
	 * @param fields what was evicted
	 */
	synchronized void evicted(long number, List<String> fields) {
		for (String field : fields) {
			if (field.equals(ALL)) {
				this.cleared = Math.max(this.cleared, number);
			}
			else if (field.startsWith(TAG)) {
				this.tags.merge(field.substring(TAG.length()), number, Math::max);
			}
			else if (field.startsWith(PREFIX)) {
				this.prefixes.merge(field.substring(PREFIX.length()), number, Math::max);
			}
		}
		this.last = Math.max(this.last, number);
		this.changes++;
	}

	/**
	 * Evict, in a cache that only this instance has.
	 * @param fields what was evicted
	 */
	synchronized void evictedHere(List<String> fields) {
		evicted(this.last + 1, fields);
	}

	/**
	 * Take over what other versions of the same incarnation know.
	 * @param others the others
	 * @return what is known here with later numbers than there
	 */
	synchronized List<String> merge(Versions others) {
		List<String> later = new ArrayList<>();
		if (this.cleared > others.cleared) {
			later.add(ALL);
		}
		this.tags.forEach((tag, number) -> {
			if (number > others.tags.getOrDefault(tag, 0L)) {
				later.add(ofTag(tag));
			}
		});
		this.prefixes.forEach((prefix, number) -> {
			if (number > others.prefixes.getOrDefault(prefix, 0L)) {
				later.add(ofPrefix(prefix));
			}
		});
		others.tags.forEach((tag, number) -> this.tags.merge(tag, number, Math::max));
		others.prefixes.forEach((prefix, number) -> this.prefixes.merge(prefix, number, Math::max));
		this.cleared = Math.max(this.cleared, others.cleared);
		this.last = Math.max(this.last, others.last);
		this.changes++;
		return later;
	}

	/**
	 * What is known at one moment.
	 *
	 * @param incarnation to which versions it belongs
	 * @param known the last number that is known
	 */
	record Moment(long incarnation, long known) {
	}

}
