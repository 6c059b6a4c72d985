package io.github.redispatterns.semaphore;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.redispatterns.support.Aside;
import io.github.redispatterns.support.CommandCounter;
import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What semaphores and pools cost Redis.
 */
@RedisTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@RedisKeys({ "semaphore:permits", "semaphore:config", "semaphore:waiters", "semaphore:queue", "pool:free",
		"pool:leased", "pool:holders", "pool:state", "pool:waiters" })
class SemaphoreCommandsIT {

	private static final int TIMES = 20;

	RedisServers servers;

	private Instances instances;

	private Semaphores semaphores;

	@BeforeAll
	void start() {
		Map<String, Object> properties = this.servers.applicationProperties("jedis");
		properties.put("redis-patterns.semaphore.named.plain.permits", "100");
		properties.put("redis-patterns.semaphore.named.fair.permits", "100");
		properties.put("redis-patterns.semaphore.named.fair.fair", "true");
		properties.put("redis-patterns.semaphore.named.one.permits", "1");
		properties.put("redis-patterns.semaphore.pools.ports.items", "1,2");
		this.instances = Instances.start(App.class, List.of(properties, properties));
		this.semaphores = this.instances.beans(Semaphores.class).get(0);
	}

	@AfterAll
	void stop() {
		this.instances.close();
	}

	@Test
	void acquireAndReleaseAreOneCommandEachAndNobodyIsTold() {
		for (PermitRequest request : List.of(PermitRequest.of("plain"), PermitRequest.of("plain").withWeight(7),
				PermitRequest.of("fair"), PermitRequest.of("fair").withWeight(3).withWait(Duration.ofSeconds(5)))) {
			use(request);
			try (CommandCounter counter = CommandCounter.on(this.servers)) {
				for (int i = 0; i < TIMES; i++) {
					use(request);
				}
				assertThat(counter.sent()).as("%s", request).containsExactlyEntriesOf(Map.of("evalsha", 2L * TIMES));
				assertThat(counter.counts()).doesNotContainKey("publish");
			}
		}
	}

	@Test
	void leaseAndReturnOfAnItemAreOneCommandEachAndNobodyIsTold() {
		// the first use of a pool lists its items
		lease();
		try (CommandCounter counter = CommandCounter.on(this.servers)) {
			for (int i = 0; i < TIMES; i++) {
				lease();
			}
			assertThat(counter.sent()).containsExactlyEntriesOf(Map.of("evalsha", 2L * TIMES));
			assertThat(counter.counts()).doesNotContainKey("publish");
		}
	}

	@Test
	void aReleaseIsToldOnceToThoseWhoWait() throws Exception {
		PermitRequest request = PermitRequest.of("one");
		Permit permit = this.semaphores.acquire(request);
		Semaphores other = this.instances.beans(Semaphores.class).get(1);
		Aside<Permit> waiter = Aside.start(() -> other.acquire(request.withWait(Duration.ofSeconds(30))));
		Awaitility.await().until(() -> other.snapshot("one").waiters().size() == 1);
		try (CommandCounter counter = CommandCounter.on(this.servers)) {
			permit.close();
			waiter.get().close();
			assertThat(counter.counts()).containsEntry("publish", 1L);
		}
	}

	private void use(PermitRequest request) {
		try {
			this.semaphores.acquire(request).close();
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	private void lease() {
		try {
			this.instances.beans(ResourcePools.class).get(0).pool("ports").lease().close();
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	@EnableAutoConfiguration
	static class App {

	}

}
