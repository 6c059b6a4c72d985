package io.github.redispatterns.circuitbreaker;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.redispatterns.internal.KeyFacet;
import io.github.redispatterns.internal.KeySpace;

/**
 * Keys of circuit breakers, all in the slot of the breaker.
 */
final class CircuitBreakerKeys {

	static final String PATTERN = "circuitbreaker";

	private static final String LIFETIME = "a day, or twice the window, after the last exchange";

	static final List<KeyFacet> FACETS = List.of(
			new KeyFacet(PATTERN, "state", "hash", "the state's own end and " + LIFETIME,
					"state, generation, sums, and who made it"),
			new KeyFacet(PATTERN, "calls", "list", LIFETIME, "count window: batches of outcomes"),
			new KeyFacet(PATTERN, "seconds", "hash", LIFETIME, "time window: outcomes by bucket of time"),
			new KeyFacet(PATTERN, "permits", "zset", LIFETIME, "half-open: permits of running probes"),
			new KeyFacet(PATTERN, "failing", "zset", LIFETIME, "instances whose own window reaches a threshold"));

	private final KeySpace space;

	CircuitBreakerKeys(KeySpace space) {
		this.space = space;
	}

	/**
	 * Return what signals of a breaker are sent to.
	 * @param breaker name of the breaker
	 * @return the entity
	 */
	String entity(String breaker) {
		return this.space.prefix(PATTERN) + KeySpace.escape(breaker) + "}";
	}

	/**
	 * Return the keys of a breaker in the order of the scripts.
	 * @param breaker name of the breaker
	 * @param window what its window slides over
	 * @return state, window, permits, failing
	 */
	byte[][] of(String breaker, CircuitBreakerConfig.WindowType window) {
		String entity = entity(breaker);
		String facet = switch (window) {
			case COUNT_BASED -> "calls";
			case TIME_BASED -> "seconds";
		};
		return new byte[][] { key(entity, "state"), key(entity, facet), key(entity, "permits"),
				key(entity, "failing") };
	}

	private static byte[] key(String entity, String facet) {
		return (entity + ":" + facet).getBytes(StandardCharsets.UTF_8);
	}

}
