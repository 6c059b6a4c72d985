package io.github.redispatterns.ratelimit;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.redispatterns.support.Fault;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisNode;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.Rivals;
import io.github.redispatterns.support.Topology;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import redis.clients.jedis.util.JedisClusterCRC16;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several servers of which some or all are lost under load.
 */
class RateLimitFailoverIT {

	@Nested
	@RedisTest(value = Topology.SENTINEL, dedicated = true)
	class OnSentinel extends SeveralServers {

	}

	@Nested
	@RedisTest(value = Topology.CLUSTER, dedicated = true)
	class OnCluster extends SeveralServers {

		@Test
		void aLostShardIsNoOutageOfTheOthers() {
			RedisNode master = this.servers.masters().get(0);
			RedisNode replica = replicaOf(master);
			String lost = keyOn(master, true);
			String kept = keyOn(master, false);
			try (OutageLoad load = new OutageLoad(this.app);
					Fault first = this.servers.faults().kill(replica);
					Fault second = this.servers.faults().kill(master)) {
				assertThat(this.app.ask(WhenUnavailable.CLOSED, lost)).isInstanceOf(Decision.Refused.class)
					.extracting(Decision::source)
					.isEqualTo(Decision.Source.UNAVAILABLE);
				this.app.awaitOutage(lost);
				for (int i = 0; i < 20; i++) {
					assertThat(this.app.ask(WhenUnavailable.CLOSED, kept).source()).isEqualTo(Decision.Source.REDIS);
				}
				load.awaitCalls(200);
			}
			this.app.awaitRecovery(lost, kept);
		}

		private RedisNode replicaOf(RedisNode master) {
			return this.servers.nodes()
				.stream()
				.filter((node) -> node.<List<Object>>call((jedis) -> jedis.role()).contains((long) master.port()))
				.findFirst()
				.orElseThrow();
		}

		private String keyOn(RedisNode master, boolean there) {
			return Stream.iterate(0, (i) -> i + 1)
				.map((i) -> "shard-" + i)
				.filter((key) -> !isJudgedWithAnotherShard("{CLOSED:" + key + "}")
						&& there == (this.servers.masterOf("{CLOSED:" + key + "}") == master))
				.findFirst()
				.orElseThrow();
		}

		/**
		 * Three shards do not end where sixteenths of the slots do.
		 */
		private boolean isJudgedWithAnotherShard(String tag) {
			int sixteenth = JedisClusterCRC16.getSlot(tag) / 1024;
			return sixteenth == 5 || sixteenth == 10;
		}

	}

	@TestInstance(TestInstance.Lifecycle.PER_CLASS)
	@RedisKeys({ "ratelimit:tat", "ratelimit:table", "kernel:probe" })
	abstract static class SeveralServers {

		private static final String[] KEYS = IntStream.range(0, 20).mapToObj((i) -> "key-" + i).toArray(String[]::new);

		RedisServers servers;

		LimitsInOutage app;

		@BeforeAll
		void start() {
			this.app = new LimitsInOutage(this.servers.springProperties(), "jedis");
		}

		@AfterAll
		void stop() {
			this.app.close();
		}

		@Test
		void survivesTheLossOfAMaster() {
			this.app.events().clear();
			try (OutageLoad load = new OutageLoad(this.app);
					Fault failover = this.servers.faults().failover(this.servers.masters().get(0))) {
				this.app.awaitRecovery(KEYS);
				load.awaitCalls(200);
				failover.heal();
				this.app.awaitRecovery(KEYS);
			}
			List<RateLimitEvent> events = this.app.events();
			for (int i = 0; i < events.size(); i++) {
				assertThat(events.get(i))
					.isInstanceOf((i % 2 == 0) ? RateLimitEvent.Degraded.class : RateLimitEvent.Restored.class);
			}
		}

		@Test
		void startsAndLivesWithEverythingDown() {
			this.app.events().clear();
			Fault killed = this.servers.faults().killAll();
			try (LimitsInOutage jedis = new LimitsInOutage(this.servers.springProperties(), "jedis");
					LimitsInOutage lettuce = new LimitsInOutage(this.servers.springProperties(), "lettuce")) {
				List<LimitsInOutage> apps = List.of(this.app, jedis, lettuce);
				apps.forEach((each) -> each.awaitOutage("ada"));
				Rivals.race(apps.size(), (number) -> {
					apps.get(number).followsItsPolicies();
					return number;
				});
				killed.heal();
				apps.forEach((each) -> each.awaitRecovery(KEYS));
			}
			assertThat(this.app.events()).hasExactlyElementsOfTypes(RateLimitEvent.Degraded.class,
					RateLimitEvent.Restored.class);
		}

	}

}
