package io.github.redispatterns.internal;

import java.util.HashMap;
import java.util.Map;

import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.Topology;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A user who may use the namespace and its channels, and no command that is dangerous.
 */
class WakeUpsLoginIT {

	private static final String ENTITY = "test:lock:{order-42}";

	@Nested
	@RedisTest(dedicated = true)
	class OnOneServer extends Login {

	}

	@Nested
	@RedisTest(value = Topology.CLUSTER, dedicated = true)
	class OnCluster extends Login {

	}

	abstract static class Login {

		RedisServers servers;

		@BeforeEach
		void addUser() {
			this.servers.nodes()
				.forEach((node) -> node.run((jedis) -> jedis.aclSetUser("app", "on", ">secret", "~test:*",
						"&test:kernel:*", "+@all", "-@admin", "-@dangerous")));
		}

		@AfterEach
		void removeUser() {
			this.servers.nodes().forEach((node) -> node.run((jedis) -> jedis.aclDelUser("app")));
		}

		@ParameterizedTest
		@ValueSource(strings = { "jedis", "lettuce" })
		void logsInAsTheApplicationDoes(String driver) {
			Map<String, Object> properties = new HashMap<>(this.servers.springProperties());
			properties.put("spring.data.redis.username", "app");
			properties.put("spring.data.redis.password", "secret");
			properties.put("spring.data.redis.client-name", "shop");
			try (TwoHubs hubs = new TwoHubs(properties, driver)) {
				Ear ear = hubs.listenAndAwait(1, ENTITY);

				hubs.signalUntilHeardBy(ENTITY, ear);
			}
		}

	}

}
