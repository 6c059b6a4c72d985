package io.github.redispatterns.support;

/**
 * The arrangements of Redis servers a test can ask for.
 */
public enum Topology {

	/**
	 * One server.
	 */
	STANDALONE,

	/**
	 * Three masters with one replica each.
	 */
	CLUSTER,

	/**
	 * One master, two replicas and three sentinels.
	 */
	SENTINEL,

	/**
	 * Five servers that know nothing of each other.
	 */
	INDEPENDENT;

	RedisServers start() {
		return switch (this) {
			case STANDALONE -> Standalone.shared();
			case CLUSTER -> Cluster.start();
			case SENTINEL -> SentinelGroup.start();
			case INDEPENDENT -> Standalone.independent(5);
		};
	}

	/**
	 * Like {@link #start()}, but certainly by processes of ours, which can be killed.
	 */
	RedisServers startOwn() {
		return (this == STANDALONE) ? Standalone.own() : start();
	}

}
