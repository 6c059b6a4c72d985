package io.github.redispatterns.support;

import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

import static org.assertj.core.api.Assertions.assertThat;

@RedisTest(dedicated = true)
class LeaksIT {

	@Test
	void seesAnOpenConnectionUntilItIsClosed(RedisServers servers) {
		Leaks leaks = Leaks.before(servers);

		try (Jedis jedis = new Jedis(servers.host(), servers.port())) {
			jedis.clientSetname("forgotten");

			assertThat(leaks.now()).singleElement()
				.asString()
				.startsWith("Connection is open")
				.endsWith("name=forgotten");
		}

		assertThat(leaks.await()).isEmpty();
	}

	@Test
	void seesAThreadOfTheLibraryUntilItEnds(RedisServers servers) {
		Leaks leaks = Leaks.before(servers);
		CountDownLatch end = new CountDownLatch(1);

		TcpLink.daemon("redis-patterns-forgotten", () -> awaitUninterruptibly(end));

		assertThat(leaks.now()).containsExactly("Thread 'redis-patterns-forgotten' is alive");
		end.countDown();
		assertThat(leaks.await()).isEmpty();
	}

	@Test
	void doesNotCountTheConnectionsOfTheHarness(RedisServers servers) {
		Leaks leaks = Leaks.before(servers);

		servers.client().ping();

		assertThat(leaks.now()).isEmpty();
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
