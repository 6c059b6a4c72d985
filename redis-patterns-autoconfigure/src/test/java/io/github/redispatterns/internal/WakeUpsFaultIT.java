package io.github.redispatterns.internal;

import java.util.HashMap;
import java.util.Map;

import io.github.redispatterns.support.Fault;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.TcpProxy;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One server that is lost in several ways.
 */
class WakeUpsFaultIT {

	private static final String ENTITY = "test:lock:{order-42}";

	@Nested
	@RedisTest(dedicated = true)
	class WithJedis extends LostServer {

		@Override
		String driver() {
			return "jedis";
		}

	}

	@Nested
	@RedisTest(dedicated = true)
	class WithLettuce extends LostServer {

		@Override
		String driver() {
			return "lettuce";
		}

	}

	abstract static class LostServer {

		RedisServers servers;

		abstract String driver();

		@Test
		void noticesAFrozenServerAndHearsItAgain() {
			try (TwoHubs hubs = new TwoHubs(this.servers.springProperties(), driver())) {
				Ear ear = hubs.listenAndAwait(1, ENTITY);
				Fault frozen = this.servers.faults().freeze(this.servers.node(0));

				TwoHubs.await(() -> assertThat(hubs.hub(1).connected()).isZero());
				frozen.heal();

				hubs.awaitReturn(ENTITY, ear);
			}
		}

		@Test
		void noticesANetworkThatLosesEverythingAndHearsAgain() {
			TcpProxy proxy = this.servers.faults().proxy();
			Map<String, Object> properties = new HashMap<>(this.servers.springProperties());
			properties.put("spring.data.redis.host", proxy.host());
			properties.put("spring.data.redis.port", proxy.port());
			try (TwoHubs hubs = new TwoHubs(properties, driver())) {
				Ear ear = hubs.listenAndAwait(1, ENTITY);
				Fault hole = proxy.blackHole();

				TwoHubs.await(() -> assertThat(hubs.hub(1).connected()).isZero());
				hole.heal();

				hubs.awaitReturn(ENTITY, ear);
			}
		}

		@Test
		void survivesARestartOfTheServer() {
			try (TwoHubs hubs = new TwoHubs(this.servers.springProperties(), driver())) {
				Ear ear = hubs.listenAndAwait(1, ENTITY);

				this.servers.faults().kill(this.servers.node(0)).heal();

				hubs.awaitReturn(ENTITY, ear);
			}
		}

		@Test
		void listensAtOnceWhileTheServerIsAwayAndHearsOnceItIsThere() {
			Fault killed = this.servers.faults().kill(this.servers.node(0));
			try (TwoHubs hubs = new TwoHubs(this.servers.springProperties(), driver())) {
				Ear ear = hubs.listen(1, ENTITY);
				assertThat(ear.missedTimes()).isZero();
				killed.heal();

				hubs.awaitReturn(ENTITY, ear);
			}
		}

		@Test
		void stopsWhileTheServerIsFrozen() {
			try (TwoHubs hubs = new TwoHubs(this.servers.springProperties(), driver())) {
				hubs.listenAndAwait(1, ENTITY);
				Fault frozen = this.servers.faults().freeze(this.servers.node(0));

				hubs.hub(1).stop();

				assertThat(hubs.hub(1).connected()).isNaN();
				frozen.heal();
			}
		}

	}

}
