package io.github.redispatterns.support;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Which keys may exist: {@code <namespace>:<pattern>:{<entity>}:<facet>}, the facet
 * declared up to its first dot.
 *
 * @param namespace first segment of every key
 * @param facets declared kinds of key, each as {@code pattern:facet}
 * @param permanent the kinds of key that need no time to live
 */
public record HygieneRules(String namespace, Set<String> facets, Set<String> permanent) {

	static HygieneRules of(@Nullable RedisKeys keys) {
		return (keys != null) ? new HygieneRules(keys.namespace(), Set.of(keys.value()), Set.of(keys.permanent()))
				: new HygieneRules("test", Set.of(), Set.of());
	}

	boolean isDeclared(String kind) {
		return this.facets.contains(kind) || this.permanent.contains(kind);
	}

}
