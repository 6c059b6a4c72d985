package io.github.redispatterns.lock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.redispatterns.support.Aside;
import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.JvmProcess;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a fair lock costs whose queue is full of the dead, with the claim window as it is
 * by default.
 */
@RedisTest
@RedisKeys({ "lock:owner", "lock:fence", "lock:waiters", "lock:queue", "lock:alive", "lock:turn" })
class FairRecoveryIT {

	private static final int DOOMED = 50;

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	/**
	 * Were they passed one by one it would take 25 seconds each time. The best of five
	 * counts, as the machine may be busy with other things for a moment.
	 */
	@Test
	void aQueueOfFiftyWhoseProcessWasKilledCostsLessThanASecond(RedisServers servers) throws Exception {
		List<Duration> passed = new ArrayList<>();
		try (Instances instances = Instances.start(2, App.class, properties(servers))) {
			for (int i = 0; i < 5 && (passed.isEmpty() || passed.get(i - 1).toMillis() >= 1_000); i++) {
				passed.add(recovery(servers, instances.beans(Locks.class), "fair" + i));
			}
		}
		assertThat(passed.get(passed.size() - 1)).as("%s", passed).isLessThan(Duration.ofSeconds(1));
	}

	@Test
	void aWaiterThatIsFrozenLosesItsPlaceAndGetsItLater(RedisServers servers) throws Exception {
		LockRequest request = LockRequest.of("frozen").withMode(LockMode.FAIR).withWait(PATIENCE);
		try (Instances instances = Instances.start(1, App.class, properties(servers));
				JvmProcess process = JvmProcess.start(FrozenWaiter.class, arguments(servers, "frozen"))) {
			Locks locks = instances.beans(Locks.class).get(0);
			process.awaitLine("ready"::equals);
			HeldLock held = locks.lock(request);
			Awaitility.await().atMost(PATIENCE).until(() -> waiting(servers, "frozen") == 1);
			Aside<HeldLock> living = Aside.start(() -> locks.lock(request));
			Awaitility.await().atMost(PATIENCE).until(() -> waiting(servers, "frozen") == 2);
			process.freeze();
			held.close();
			HeldLock next = living.get();
			process.thaw();
			Awaitility.await().atMost(PATIENCE).until(() -> waiting(servers, "frozen") == 1);
			next.close();
			assertThat(Long.parseLong(process.awaitLine((line) -> line.matches("\\d+")))).isGreaterThan(next.fence());
		}
	}

	private static Duration recovery(RedisServers servers, List<Locks> locks, String name) throws Exception {
		LockRequest request = LockRequest.of(name).withMode(LockMode.FAIR).withWait(PATIENCE);
		HeldLock held = locks.get(0).lock(request);
		Aside<Long> living;
		try (JvmProcess doomed = JvmProcess.start(DeadWaiters.class, arguments(servers, name))) {
			doomed.awaitLine("all wait"::equals);
			living = Aside.start(() -> {
				try (HeldLock lock = locks.get(1).lock(request)) {
					assertThat(lock.fence()).isGreaterThan(held.fence());
					return System.nanoTime();
				}
			});
			Awaitility.await().atMost(PATIENCE).until(() -> waiting(servers, name) == DOOMED + 1);
			doomed.kill();
			assertThat(waiting(servers, name)).isEqualTo(DOOMED + 1);
		}
		long released = System.nanoTime();
		held.close();
		Duration passed = Duration.ofNanos(living.get() - released);
		assertThat(waiting(servers, name)).isZero();
		return passed;
	}

	private static long waiting(RedisServers servers, String name) {
		return servers.client().zcard("test:lock:{" + name + "}:queue");
	}

	private static String[] arguments(RedisServers servers, String name) {
		List<String> arguments = new ArrayList<>(List.of(name, Integer.toString(DOOMED)));
		properties(servers).forEach((property, value) -> arguments.add("--" + property + "=" + value));
		return arguments.toArray(String[]::new);
	}

	private static Map<String, Object> properties(RedisServers servers) {
		Map<String, Object> properties = new HashMap<>(servers.springProperties());
		properties.put("redis-patterns.namespace", "test");
		return properties;
	}

	@EnableAutoConfiguration
	static class App {

	}

}
