package io.github.redispatterns.ratelimit;

import java.util.HashMap;
import java.util.Map;

import io.github.redispatterns.support.Fault;
import io.github.redispatterns.support.Outage;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.TcpProxy;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One server that fails under load, in every way there is.
 */
class RateLimitFaultIT {

	@Nested
	@RedisTest(dedicated = true)
	class WithJedis extends OneServer {

		WithJedis() {
			super("jedis");
		}

		@ParameterizedTest
		@EnumSource(Outage.class)
		void followsItsPoliciesAndRecovers(Outage outage) {
			goThrough(outage);
		}

		@Test
		void doesNotMindLostConnections() {
			survives(() -> this.proxy.cut());
			survives(() -> this.servers.faults().dropClients());
		}

	}

	@Nested
	@RedisTest(dedicated = true)
	class WithLettuce extends OneServer {

		WithLettuce() {
			super("lettuce");
		}

		@ParameterizedTest
		@EnumSource(names = { "KILLED", "BLACK_HOLE", "OUT_OF_MEMORY", "READ_ONLY" })
		void followsItsPoliciesAndRecovers(Outage outage) {
			goThrough(outage);
		}

	}

	@TestInstance(TestInstance.Lifecycle.PER_CLASS)
	@RedisKeys({ "ratelimit:tat", "ratelimit:table", "kernel:probe" })
	abstract static class OneServer {

		private final String driver;

		RedisServers servers;

		TcpProxy proxy;

		private LimitsInOutage app;

		OneServer(String driver) {
			this.driver = driver;
		}

		@BeforeAll
		void start() {
			this.proxy = TcpProxy.to(this.servers.host(), this.servers.port());
			this.app = new LimitsInOutage(properties(), this.driver);
		}

		private Map<String, Object> properties() {
			Map<String, Object> properties = new HashMap<>(this.servers.springProperties());
			properties.put("spring.data.redis.host", this.proxy.host());
			properties.put("spring.data.redis.port", this.proxy.port());
			return properties;
		}

		@AfterAll
		void stop() {
			this.app.close();
			this.proxy.close();
		}

		void goThrough(Outage outage) {
			this.app.events().clear();
			try (OutageLoad load = new OutageLoad(this.app); Fault fault = outage.begin(this.servers, this.proxy)) {
				this.app.awaitOutage("ada");
				this.app.followsItsPolicies();
				this.app.decidesAtOnce();
				load.awaitCalls(500);
				fault.heal();
				this.app.awaitRecovery("ada");
				load.awaitCalls(100);
			}
			Awaitility.await().until(() -> this.app.events().size() >= 2);
			assertThat(this.app.events()).hasExactlyElementsOfTypes(RateLimitEvent.Degraded.class,
					RateLimitEvent.Restored.class);
			assertThat(((RateLimitEvent.Degraded) this.app.events().get(0)).cause()).isNotBlank();
		}

		void survives(Runnable incident) {
			this.app.events().clear();
			try (OutageLoad load = new OutageLoad(this.app)) {
				for (int i = 0; i < 5; i++) {
					incident.run();
					load.awaitCalls(100);
				}
			}
			assertThat(this.app.events()).isEmpty();
			this.app.awaitRecovery("ada");
		}

		@Test
		void doesNotMindForgottenScripts() {
			survives(() -> this.servers.faults().flushScripts());
		}

		@Test
		void startsWithRedisDown() {
			Fault killed = this.servers.faults().killAll();
			try (LimitsInOutage late = new LimitsInOutage(this.servers.springProperties(), this.driver)) {
				late.awaitOutage("ada");
				late.followsItsPolicies();
				killed.heal();
				late.awaitRecovery("ada", "bob");
			}
			this.app.awaitRecovery("ada");
		}

	}

}
