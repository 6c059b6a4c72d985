package io.github.redispatterns.lock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.github.redispatterns.internal.WaitingRoom;
import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.Rivals;
import io.github.redispatterns.support.TcpProxy;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many threads of several instances on a slow network: nobody hangs, nothing is left.
 */
@RedisTest
@RedisKeys({ "lock:owner", "lock:fence", "lock:waiters", "kernel:probe" })
class LockStressIT {

	private static final Duration LIMIT = Duration.ofMinutes(2);

	private static final int INSTANCES = 3;

	RedisServers servers;

	@Test
	void nobodyHangsAndNothingIsLeftBehind() {
		List<TcpProxy> proxies = new ArrayList<>();
		IntStream.range(0, INSTANCES)
			.forEach((i) -> proxies.add(TcpProxy.to(this.servers.host(), this.servers.port())));
		try (Instances instances = Instances.start(HistoryWorker.App.class,
				proxies.stream().map(LockStressIT::properties).toList())) {
			for (int i = 0; i < INSTANCES; i++) {
				proxies.get(i).latency(Duration.ofMillis(i * 3L));
			}
			int[] unprotected = new int[3];
			Rivals.race(12 * INSTANCES, LIMIT, (number) -> {
				Locks locks = instances.beans(Locks.class).get(number % INSTANCES);
				for (int n = 0; n < 6; n++) {
					nested(locks, (number + n) % 3, unprotected);
				}
				return number;
			});
			assertThat(IntStream.of(unprotected).sum()).isEqualTo(12 * INSTANCES * 6 * 2);
			for (int i = 0; i < INSTANCES; i++) {
				assertThat(instances.beans(TenureContext.class).get(i).all()).isEmpty();
				WaitingRoom room = instances.beans(WaitingRoom.class).get(i);
				Awaitility.await().until(() -> IntStream.range(0, 3).allMatch((key) -> room.waiting(entity(key)) == 0));
			}
			assertThat(this.servers.client().keys("test:lock:*:owner")).isEmpty();
		}
		finally {
			proxies.forEach(TcpProxy::close);
		}
	}

	/** Two locks, always in the same order, and one of them once more. */
	private static void nested(Locks locks, int key, int[] unprotected) throws InterruptedException {
		int first = Math.min(key, (key + 1) % 3);
		int second = Math.max(key, (key + 1) % 3);
		try (HeldLock outer = locks.lock(request(first));
				HeldLock inner = locks.lock(request(second));
				HeldLock again = locks.lock(request(first))) {
			assertThat(List.of(outer, inner, again)).allMatch(HeldLock::isValid);
			unprotected[first]++;
			unprotected[second]++;
		}
	}

	private static LockRequest request(int key) {
		return LockRequest.of("stress", "k" + key).withWait(LIMIT);
	}

	private static String entity(int key) {
		return "test:lock:{stress:k" + key + "}";
	}

	private static Map<String, Object> properties(TcpProxy proxy) {
		Map<String, Object> properties = new HashMap<>();
		properties.put("spring.data.redis.host", proxy.host());
		properties.put("spring.data.redis.port", proxy.port());
		properties.put("spring.data.redis.client-type", "jedis");
		properties.put("redis-patterns.namespace", "test");
		return properties;
	}

}
