package io.github.redispatterns.lock;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redispatterns.LossCause;
import io.github.redispatterns.RedisUnavailableException;
import io.github.redispatterns.support.Aside;
import io.github.redispatterns.support.Fault;
import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisNode;
import io.github.redispatterns.support.RedisServers;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Locks that replicas have acknowledged. Of two instances the second one wants more
 * replicas than there are.
 */
@RedisKeys({ "lock:owner", "lock:fence", "lock:waiters" })
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ReplicatedLocksContract {

	private static final AtomicInteger NAMES = new AtomicInteger();

	RedisServers servers;

	private Instances instances;

	@BeforeAll
	void start() {
		Map<String, Object> properties = this.servers.applicationProperties("jedis");
		properties.put("redis-patterns.lock.replicas.timeout", "1s");
		properties.put("spring.data.redis.timeout", "3s");
		Map<String, Object> greedy = new HashMap<>(properties);
		greedy.put("redis-patterns.lock.replicas.count", "9");
		greedy.put("redis-patterns.lock.replicas.timeout", "50ms");
		this.instances = Instances.start(App.class, List.of(properties, greedy));
	}

	@AfterAll
	void stop() {
		this.instances.close();
	}

	@Test
	void aReplicaHasItWhenItIsGiven() throws Exception {
		for (int i = 0; i < 20; i++) {
			LockRequest request = request();
			try (HeldLock lock = locks(0).lock(request)) {
				assertThat(replicas(request)).anyMatch((replica) -> replica.call((jedis) -> {
					if (this.servers.springProperties().containsKey("spring.data.redis.cluster.nodes")) {
						jedis.readonly();
					}
					return jedis.exists(owner(request));
				}));
				assertThat(lock.verify()).isTrue();
				assertThat(locks(0).inspect(request.name())).isPresent();
			}
			assertThat(locks(0).inspect(request.name())).isEmpty();
		}
	}

	@Test
	void aBusyOneIsBusy() throws Exception {
		LockRequest request = request();
		try (HeldLock lock = locks(0).lock(request.withDurability(Durability.NONE))) {
			assertThat(Aside.call(() -> locks(0).tryLock(request))).isInstanceOf(Acquisition.Busy.class);
			assertThat(lock.isValid()).isTrue();
		}
	}

	@Test
	void itIsNotGivenWithoutEnoughReplicas() {
		LockRequest request = request();
		assertThatExceptionOfType(RedisUnavailableException.class).isThrownBy(() -> locks(1).lock(request))
			.withMessageContaining("of 9 replicas")
			.withMessageContaining("redis-patterns.lock.replicas");
		assertThat(locks(0).inspect(request.name())).isEmpty();
	}

	@Test
	void itIsNotGivenWhileTheReplicasAreFrozen() throws Exception {
		LockRequest request = request();
		locks(0).lock(request).close();
		List<Fault> frozen = replicas(request).stream().map(this.servers.faults()::freeze).toList();
		try {
			assertThatExceptionOfType(RedisUnavailableException.class).isThrownBy(() -> locks(0).lock(request))
				.withMessageContaining("0 of 1 replicas");
			assertThat(locks(0).inspect(request.name())).isEmpty();
		}
		finally {
			frozen.forEach(Fault::heal);
		}
		Awaitility.await().ignoreException(RedisUnavailableException.class).until(() -> {
			locks(0).lock(request).close();
			return true;
		});
	}

	@Test
	void aLeaseThatNoReplicaHasSeenDoesNotCount() throws Exception {
		LockRequest request = request().withLease(Duration.ofMillis(1500));
		HeldLock lock = locks(0).lock(request);
		List<Fault> frozen = replicas(request).stream().map(this.servers.faults()::freeze).toList();
		try {
			Awaitility.await().until(() -> !lock.isValid());
			assertThatExceptionOfType(LockLostException.class).isThrownBy(lock::close)
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(LossCause.EXPIRED));
		}
		finally {
			frozen.forEach(Fault::heal);
		}
	}

	private Locks locks(int instance) {
		return this.instances.beans(Locks.class).get(instance);
	}

	private static LockRequest request() {
		return LockRequest.of("r" + NAMES.incrementAndGet()).withDurability(Durability.REPLICAS);
	}

	private static String owner(LockRequest request) {
		return "test:lock:{" + request.name() + "}:owner";
	}

	private List<RedisNode> replicas(LockRequest request) {
		long port = this.servers.masterOf(owner(request)).port();
		return this.servers.nodes().stream().filter((node) -> node.call((jedis) -> {
			List<Object> role = jedis.role();
			return "slave".equals(role.get(0)) && role.get(2).equals(port);
		})).toList();
	}

	@EnableAutoConfiguration
	static class App {

	}

}
