package io.github.redispatterns.lock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.github.redispatterns.LossCause;
import io.github.redispatterns.support.Aside;
import io.github.redispatterns.support.Fault;
import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.TcpProxy;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A holder whose network is cut learns that it lost its lock before anybody else gets it.
 */
@RedisTest
@RedisKeys({ "lock:owner", "lock:fence", "lock:waiters", "kernel:probe" })
class LockLossIT {

	private static final Log logger = LogFactory.getLog(LockLossIT.class);

	private static final int LOCKS = 100;

	private static final Duration LEASE = Duration.ofSeconds(3);

	RedisServers servers;

	@Test
	void aHolderWithoutNetworkLearnsOfItsLossBeforeAnybodyElseHasTheLock() throws Exception {
		try (TcpProxy proxy = TcpProxy.to(this.servers.host(), this.servers.port());
				Instances instances = Instances.start(HistoryWorker.App.class,
						List.of(properties(proxy.host(), proxy.port()),
								properties(this.servers.host(), this.servers.port())))) {
			Locks behind = instances.beans(Locks.class).get(0);
			Locks direct = instances.beans(Locks.class).get(1);
			List<Watched> held = new ArrayList<>();
			for (int i = 0; i < LOCKS; i++) {
				held.add(new Watched(behind.lock(request(i))));
			}
			List<Aside<Successor>> contenders = new ArrayList<>();
			for (int i = 0; i < LOCKS; i++) {
				LockRequest request = request(i).withWait(Duration.ofSeconds(30));
				HeldLock before = held.get(i).lock;
				contenders.add(Aside.start(() -> {
					HeldLock lock = direct.lock(request);
					return new Successor(lock, System.nanoTime(), before.isValid());
				}));
			}
			try (Fault cut = proxy.blackHole()) {
				long least = Long.MAX_VALUE;
				for (int i = 0; i < LOCKS; i++) {
					Successor successor = contenders.get(i).get();
					assertThat(successor.otherValid()).as("lock %d is still valid elsewhere", i).isFalse();
					long notice = successor.since() - held.get(i).awaitLoss();
					assertThat(notice).as("lock %d: nanoseconds from the loss to the successor", i).isPositive();
					least = Math.min(least, notice);
					assertThat(held.get(i).lock.fence()).isLessThan(successor.lock().fence());
					successor.lock().close();
				}
				logger.info("%d of %d holders knew at least %s before their successors".formatted(LOCKS, LOCKS,
						Duration.ofNanos(least)));
				cut.heal();
			}
			assertThat(held).allSatisfy((each) -> assertThat(each.cause).isEqualTo(LossCause.EXPIRED));
		}
	}

	private static LockRequest request(int number) {
		return LockRequest.of("loss", "k" + number).withLease(LEASE);
	}

	private static Map<String, Object> properties(String host, int port) {
		Map<String, Object> properties = new HashMap<>();
		properties.put("spring.data.redis.host", host);
		properties.put("spring.data.redis.port", port);
		properties.put("spring.data.redis.client-type", "jedis");
		properties.put("redis-patterns.namespace", "test");
		return properties;
	}

	private record Successor(HeldLock lock, long since, boolean otherValid) {
	}

	/** A lock, and when its holder was told of the loss. */
	private static final class Watched {

		private final HeldLock lock;

		private final AtomicLong told = new AtomicLong();

		private final CountDownLatch lost = new CountDownLatch(1);

		private volatile LossCause cause;

		private Watched(HeldLock lock) {
			this.lock = lock;
			lock.onLost((reason) -> {
				this.told.set(System.nanoTime());
				this.cause = reason;
				this.lost.countDown();
			});
		}

		private long awaitLoss() throws InterruptedException {
			assertThat(this.lost.await(30, TimeUnit.SECONDS)).as("told of the loss").isTrue();
			return this.told.get();
		}

	}

}
