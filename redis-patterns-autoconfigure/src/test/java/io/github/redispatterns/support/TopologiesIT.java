package io.github.redispatterns.support;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.params.SetParams;

import static org.assertj.core.api.Assertions.assertThat;

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

}
