package io.github.redispatterns.lock;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import io.github.redispatterns.internal.Require;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of locks that a majority of independent servers has to grant (Redlock).
 *
 * @param servers where the servers are, such as redis://host:6379, three or more that do
 * not replicate each other; one that lost its data must stay away for the longest lease
 * @param nodeTimeout longest wait for each server
 * @param drift part of a lease by which clocks of servers may run faster than this one
 * @param minRetryDelay shortest pause before another attempt of a caller that waits
 * @param maxRetryDelay longest pause before another attempt of a caller that waits
 * @param minValidity part of a lease that must be left when the lock is given to the
 * caller
 */
public record QuorumProperties(@DefaultValue List<URI> servers, @DefaultValue("500ms") Duration nodeTimeout,
		@DefaultValue("0.01") double drift, @DefaultValue("50ms") Duration minRetryDelay,
		@DefaultValue("250ms") Duration maxRetryDelay, @DefaultValue("0.5") double minValidity) {

	private static final String PREFIX = "redis-patterns.lock.quorum.";

	private static final int FEWEST = 3;

	private static final int MOST = 15;

	public QuorumProperties {
		servers = List.copyOf(servers);
		for (URI server : servers) {
			Require.that(isServer(server), PREFIX + "servers", server.getHost(),
					"redis://host:port or rediss://host:port");
		}
		List<String> addresses = servers.stream().map((server) -> server.getHost() + ":" + server.getPort()).toList();
		Require.that(addresses.isEmpty() || addresses.size() >= FEWEST && addresses.size() <= MOST, PREFIX + "servers",
				addresses, "from %d to %d servers".formatted(FEWEST, MOST));
		Require.that(addresses.stream().distinct().count() == addresses.size(), PREFIX + "servers", addresses,
				"a list without duplicates: a server that votes twice makes no majority");
		Require.between(nodeTimeout, Duration.ofMillis(1), Duration.ofMinutes(1), PREFIX + "node-timeout");
		Require.that(drift >= 0 && drift <= 1, PREFIX + "drift", drift, "from 0 to 1");
		Require.between(minRetryDelay, Duration.ofMillis(1), Duration.ofMinutes(1), PREFIX + "min-retry-delay");
		Require.between(maxRetryDelay, minRetryDelay, Duration.ofMinutes(1), PREFIX + "max-retry-delay");
		Require.that(minValidity >= 0 && minValidity < 1, PREFIX + "min-validity", minValidity,
				"0 or more and less than 1");
	}

	private static boolean isServer(URI server) {
		return ("redis".equals(server.getScheme()) || "rediss".equals(server.getScheme())) && server.getHost() != null
				&& server.getPort() > 0;
	}

}
