package io.github.redispatterns.sample.redis;

import java.util.List;
import java.util.stream.Collectors;

import io.github.redispatterns.sample.embedded.EmbeddedRedis;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Node;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Standalone;
import org.springframework.stereotype.Component;

/**
 * Where Redis is and what shape it has.
 */
@Component
public class RedisAddress {

	private final DataRedisConnectionDetails details;

	private final boolean embedded;

	RedisAddress(DataRedisConnectionDetails details, ObjectProvider<EmbeddedRedis> embedded) {
		this.details = details;
		this.embedded = embedded.getIfAvailable() != null;
	}

	public boolean embedded() {
		return this.embedded;
	}

	public String topology() {
		if (this.details.getSentinel() != null) {
			return "sentinel";
		}
		return (this.details.getCluster() != null) ? "cluster" : "standalone";
	}

	public String nodes() {
		DataRedisConnectionDetails.Sentinel sentinel = this.details.getSentinel();
		DataRedisConnectionDetails.Cluster cluster = this.details.getCluster();
		Standalone standalone = this.details.getStandalone();
		if (sentinel != null) {
			return join(sentinel.getNodes());
		}
		if (cluster != null) {
			return join(cluster.getNodes());
		}
		return (standalone != null) ? standalone.getHost() + ":" + standalone.getPort() : "unknown";
	}

	public String description() {
		return (this.embedded ? "embedded" : topology()) + " at " + nodes();
	}

	private static String join(List<Node> nodes) {
		return nodes.stream().map((node) -> node.host() + ":" + node.port()).collect(Collectors.joining(", "));
	}

}
