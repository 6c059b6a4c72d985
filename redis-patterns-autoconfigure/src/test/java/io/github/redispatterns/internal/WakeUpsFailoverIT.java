package io.github.redispatterns.internal;

import java.util.List;

import io.github.redispatterns.support.Fault;
import io.github.redispatterns.support.RedisNode;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.Topology;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.args.ClientType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several servers of which the one that carries the subscription is lost.
 */
class WakeUpsFailoverIT {

	private static final String ENTITY = "test:lock:{order-42}";

	@Nested
	@RedisTest(value = Topology.SENTINEL, dedicated = true)
	class OnSentinel {

		RedisServers servers;

		@Test
		void followsTheMaster() {
			followsTheMaster("jedis");
			followsTheMaster("lettuce");
		}

		private void followsTheMaster(String driver) {
			try (TwoHubs hubs = new TwoHubs(this.servers.springProperties(), driver)) {
				Ear ear = hubs.listenAndAwait(1, ENTITY);
				try (Fault failover = this.servers.faults().failover(this.servers.masters().get(0))) {
					hubs.awaitReturn(ENTITY, ear);
					ear.forget();
					failover.heal();
				}
				hubs.signalUntilHeardBy(ENTITY, ear);
			}
		}

	}

	@Nested
	@RedisTest(value = Topology.CLUSTER, dedicated = true)
	class OnCluster {

		RedisServers servers;

		@Test
		void findsAnotherNode() {
			findsAnotherNode("jedis");
			findsAnotherNode("lettuce");
		}

		private void findsAnotherNode(String driver) {
			try (TwoHubs hubs = new TwoHubs(this.servers.springProperties(), driver)) {
				Ear ear = hubs.listenAndAwait(1, ENTITY);
				RedisNode carrier = carrier();
				try (Fault fault = carrier.equals(this.servers.masterOf(ENTITY))
						? this.servers.faults().failover(carrier) : this.servers.faults().kill(carrier)) {
					hubs.awaitReturn(ENTITY, ear);
					fault.heal();
				}
				hubs.signalUntilHeardBy(ENTITY, ear);
			}
		}

		private RedisNode carrier() {
			List<RedisNode> carriers = this.servers.nodes()
				.stream()
				.filter((node) -> !node.<String>call((jedis) -> jedis.clientList(ClientType.PUBSUB)).isBlank())
				.toList();
			assertThat(carriers).hasSize(1);
			return carriers.get(0);
		}

	}

}
