package io.github.redispatterns.bloom;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.redispatterns.internal.KeyFacet;
import io.github.redispatterns.internal.KeySpace;

/**
 * Keys of Bloom filters, all of one filter in one slot.
 */
final class BloomKeys {

	static final String PATTERN = "bloom";

	/** The present generation, the previous one and one that is being built. */
	private static final int GENERATIONS = 3;

	private static final String LIFETIME = "ttl of the filter after its last use";

	static final List<KeyFacet> FACETS = List.of(
			new KeyFacet(PATTERN, "meta", "string", LIFETIME, "generations and their layers, as JSON"),
			new KeyFacet(PATTERN, "bits", "string",
					LIFETIME + "; redis-patterns.bloom.rebuild-lease while it is being built",
					"bits of one generation, layer after layer"));

	private final KeySpace space;

	BloomKeys(KeySpace space) {
		this.space = space;
	}

	/**
	 * Return the keys of a filter in the order of the scripts.
	 * @param filter name of the filter
	 * @return meta, then the bits of three generations
	 */
	byte[][] of(String filter) {
		String entity = this.space.prefix(PATTERN) + KeySpace.escape(filter) + "}:";
		byte[][] keys = new byte[1 + GENERATIONS][];
		keys[0] = (entity + "meta").getBytes(StandardCharsets.UTF_8);
		for (int i = 1; i <= GENERATIONS; i++) {
			keys[i] = (entity + "bits." + i).getBytes(StandardCharsets.UTF_8);
		}
		return keys;
	}

}
