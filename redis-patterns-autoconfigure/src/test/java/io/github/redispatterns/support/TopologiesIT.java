package io.github.redispatterns.support;

import java.net.URI;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.SetParams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class TopologiesIT {

	@Nested
	@RedisTest
	@RedisKeys("lock:fence")
	class OnStandalone {

		RedisServers injected;

		@Test
		void answersOnTheAddressThatSpringGets(RedisServers servers) {
			servers.client().set("test:lock:{a}:fence", "1", SetParams.setParams().px(60_000));

			assertThat(servers).isSameAs(this.injected).isSameAs(RedisServers.of(Topology.STANDALONE));
			String value = servers.node(0).call((jedis) -> jedis.get("test:lock:{a}:fence"));
			assertThat(value).isEqualTo("1");
			assertThat(servers.masters()).isEqualTo(servers.nodes()).hasSize(1);
		}

	}

	@Nested
	@RedisTest(dedicated = true)
	class OnAServerOfItsOwn {

		@Test
		void isNotTheSharedOne(RedisServers servers) {
			assertThat(servers.port()).isNotEqualTo(RedisServers.of(Topology.STANDALONE).port());
			assertThat(servers.node(0).process().isAlive()).isTrue();
		}

	}

	@Nested
	@RedisTest(Topology.CLUSTER)
	@RedisKeys("lock:fence")
	class OnCluster extends Failover {

		@Test
		void spreadsKeysOverThreeMasters(RedisServers servers) {
			write(servers, 100);

			assertThat(servers.nodes()).hasSize(6);
			assertThat(servers.masters()).hasSize(3)
				.allSatisfy((master) -> assertThat(master.<Long>call((jedis) -> jedis.dbSize())).isPositive());
		}

	}

	@Nested
	@RedisTest(Topology.SENTINEL)
	@RedisKeys("lock:fence")
	class OnSentinel extends Failover {

		@Test
		void writesToTheMaster(RedisServers servers) {
			write(servers, 10);

			assertThat(servers.nodes()).hasSize(3);
			assertThat(servers.masters()).singleElement()
				.satisfies((master) -> assertThat(master.<Long>call((jedis) -> jedis.dbSize())).isEqualTo(10));
		}

	}

	@Nested
	@RedisTest(Topology.INDEPENDENT)
	class OnIndependentServers {

		@Test
		void keepTheirKeysToThemselves(RedisServers servers) {
			servers.client().set("test:lock:{a}:fence", "1", SetParams.setParams().px(60_000));

			assertThat(servers.nodes()).hasSize(5);
			assertThat(servers.nodes()).extracting((node) -> node.call((jedis) -> jedis.dbSize()))
				.containsExactly(1L, 0L, 0L, 0L, 0L);
			servers.empty();
		}

	}

	@Nested
	@RedisTest(dedicated = true)
	class OnAServerOfSomebodyElse {

		@Test
		void usesAnEmptyDatabaseAndSparesTheOthers(RedisServers servers) {
			RedisServers foreign = Standalone.foreign(URI.create(servers.node(0).uri() + "/5"));
			servers.client().set("theirs", "1");
			foreign.client().set("ours", "1");

			foreign.empty();

			assertThat(servers.client().get("theirs")).isEqualTo("1");
			assertThat(foreign.client().exists("ours")).isFalse();
			assertThat(foreign.propertyValues()).contains("spring.data.redis.url=" + servers.node(0).uri() + "/5");
			foreign.close();
			assertThat(servers.node(0).process().isAlive()).isTrue();
			servers.empty();
		}

		@Test
		void refusesADatabaseWithKeys(RedisServers servers) {
			servers.client().set("theirs", "1");

			assertThatIllegalStateException().isThrownBy(() -> Standalone.foreign(servers.node(0).uri()))
				.withMessageContaining("REDIS_PATTERNS_TEST_URI names a database that holds 1 keys");

			servers.empty();
		}

	}

	abstract static class Failover {

		@Test
		void survivesTheLossOfAMaster(RedisServers servers) {
			RedisNode lost = servers.masterOf(key(0));

			Fault failover = servers.faults().failover(lost);

			assertThat(servers.masterOf(key(0))).isNotSameAs(lost);
			write(servers, 10);
			failover.heal();
			assertThat(lost.isMaster()).isFalse();
			write(servers, 10);
		}

		@Test
		void countsWhatOneClientSent(RedisServers servers) {
			servers.client().exists(key(0));

			assertThat(CommandCounter.counting(servers, () -> write(servers, 10))).hasToString("{set=10}");
		}

		@Test
		void refusesWritesWhenReadOnly(RedisServers servers) {
			Fault readOnly = servers.faults().readOnly();

			assertThatExceptionOfType(JedisDataException.class).isThrownBy(() -> write(servers, 1))
				.withMessageStartingWith("NOREPLICAS");
			readOnly.heal();
			write(servers, 1);
		}

		static void write(RedisServers servers, int count) {
			for (int i = 0; i < count; i++) {
				servers.client().set(key(i), "1", SetParams.setParams().px(60_000));
			}
		}

		private static String key(int i) {
			return "test:lock:{" + i + "}:fence";
		}

	}

}
