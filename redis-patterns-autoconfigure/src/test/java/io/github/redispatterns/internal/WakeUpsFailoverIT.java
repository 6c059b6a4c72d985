package io.github.redispatterns.internal;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import io.github.redispatterns.support.Fault;
import io.github.redispatterns.support.RedisNode;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.Topology;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.util.JedisClusterCRC16;

import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;

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

		@Test
		void followsAFrozenMastersReplica() {
			try (TwoHubs hubs = new TwoHubs(this.servers.springProperties(), "jedis")) {
				Ear ear = hubs.listenAndAwait(1, ENTITY);
				RedisNode master = this.servers.masterOf(ENTITY);
				RedisNode replica = replicaOf(master);
				WakeUps.Address address = hubs.hub(1).address(ENTITY);
				try (Fault frozen = this.servers.faults().freeze(master)) {
					TwoHubs.await(() -> assertThat(hubs.hub(1).connected()).isZero());
					TwoHubs.await(() -> assertThat(ear.missedTimes()).isPositive());
					TwoHubs.await(() -> {
						replica.run((jedis) -> jedis.sendCommand(Protocol.Command.SPUBLISH, address.channel(),
								(ENTITY + "\nfrom its successor").getBytes()));
						assertThat(ear.signals()).contains("from its successor");
					});
					ear.forget();
					frozen.heal();
				}
				hubs.signalUntilHeardBy(ENTITY, ear);
			}
		}

		@Test
		void aLostShardDoesNotSilenceTheOthers() {
			try (TwoHubs hubs = new TwoHubs(this.servers.springProperties(), "jedis")) {
				RedisNode master = this.servers.masterOf(ENTITY);
				String other = IntStream.iterate(0, (i) -> i + 1)
					.mapToObj((i) -> "test:lock:{" + i + "}")
					.filter((entity) -> this.servers.masterOf(entity) != master)
					.findFirst()
					.orElseThrow();
				Ear lost = hubs.listenAndAwait(1, ENTITY);
				Ear kept = hubs.listenAndAwait(1, other);
				RedisNode replica = replicaOf(master);
				try (Fault first = this.servers.faults().kill(replica);
						Fault second = this.servers.faults().kill(master)) {
					TwoHubs.await(() -> assertThat(hubs.hub(1).connected()).isZero());
					hubs.signal(other, "still here");
					TwoHubs.await(() -> assertThat(kept.signals()).contains("still here"));
				}
				hubs.awaitReturn(ENTITY, lost);
			}
		}

		@Test
		void followsASlotThatMovesToAnotherNode() {
			try (TwoHubs hubs = new TwoHubs(this.servers.springProperties(), "jedis")) {
				Ear ear = hubs.listenAndAwait(1, ENTITY);
				RedisNode from = this.servers.masterOf(ENTITY);
				RedisNode to = this.servers.masters().stream().filter((node) -> node != from).findFirst().orElseThrow();
				int slot = JedisClusterCRC16.getSlot(ENTITY);

				begin(slot, from, to);
				hubs.signal(ENTITY, "no script fails meanwhile");
				end(slot, to);
				hubs.awaitReturn(ENTITY, ear);
				ear.forget();

				begin(slot, to, from);
				end(slot, from);
				hubs.awaitReturn(ENTITY, ear);
			}
		}

		private void begin(int slot, RedisNode from, RedisNode to) {
			String source = from.call((jedis) -> jedis.clusterMyId());
			String target = to.call((jedis) -> jedis.clusterMyId());
			to.run((jedis) -> jedis.clusterSetSlotImporting(slot, source));
			from.run((jedis) -> jedis.clusterSetSlotMigrating(slot, target));
		}

		private void end(int slot, RedisNode to) {
			String target = to.call((jedis) -> jedis.clusterMyId());
			to.run((jedis) -> jedis.clusterSetSlotNode(slot, target));
			this.servers.masters()
				.stream()
				.filter((node) -> node != to)
				.forEach((node) -> node.run((jedis) -> jedis.clusterSetSlotNode(slot, target)));
		}

		@Test
		void givesChannelsBackThatNobodyNeedsAndTakesThemAgain() {
			try (TwoHubs hubs = new TwoHubs(this.servers.springProperties(), "jedis")) {
				JedisConnectionFactory factory = hubs.bean(0, JedisConnectionFactory.class);
				ShardedHub hub = new ShardedHub("test:kernel:", () -> new SubscriberConnector(factory),
						Duration.ofMillis(100));
				WakeUps.Listening first = hub.listen(ENTITY, new Ear());
				WakeUps.Listening second = hub.listen("test:lock:{order-43}", new Ear());
				TwoHubs.await(() -> assertThat(hub.connected()).isOne());
				assertThat(carriers()).isNotEmpty();

				first.close();
				second.close();
				TwoHubs.await(() -> assertThat(carriers()).isEmpty());

				Ear again = new Ear();
				hub.listen(ENTITY, again);
				TwoHubs.await(() -> assertThat(again.missedTimes()).isEqualTo(1));
				hubs.signalUntilHeardBy(ENTITY, again);
				assertThat(hub.losses()).isZero();
				hub.stop();
			}
		}

		private RedisNode replicaOf(RedisNode master) {
			return this.servers.nodes()
				.stream()
				.filter((node) -> node.<List<Object>>call((jedis) -> jedis.role()).contains((long) master.port()))
				.findFirst()
				.orElseThrow();
		}

		private RedisNode carrier() {
			assertThat(carriers()).hasSize(1);
			return carriers().get(0);
		}

		private List<RedisNode> carriers() {
			return this.servers.nodes()
				.stream()
				.filter((node) -> !node.<String>call((jedis) -> jedis.clientList(ClientType.PUBSUB)).isBlank())
				.toList();
		}

	}

}
