package io.github.redispatterns.support;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Servers that live longer than a test: by topology as long as the JVM, by class as long
 * as the class.
 */
final class SharedServers {

	private static final Map<Object, RedisServers> running = new HashMap<>();

	private SharedServers() {
	}

	static RedisServers get(Topology topology) {
		return get(topology, topology::start);
	}

	static RedisServers get(Class<?> owner, Topology topology) {
		return get(owner, topology::startOwn);
	}

	private static synchronized RedisServers get(Object key, Supplier<RedisServers> start) {
		RedisServers servers = running.get(key);
		if (servers == null) {
			servers = start.get();
			running.put(key, servers);
		}
		return servers;
	}

	/**
	 * Close servers nobody may use any more; the next one to ask gets new ones.
	 */
	static synchronized void discard(RedisServers servers) {
		running.values().remove(servers);
		servers.close();
	}

	static synchronized void closeAll() {
		List.copyOf(running.values()).forEach(SharedServers::discard);
	}

}
