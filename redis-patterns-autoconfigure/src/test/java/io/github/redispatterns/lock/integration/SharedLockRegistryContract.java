package io.github.redispatterns.lock.integration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;

import io.github.redispatterns.PatternConfigurationException;
import io.github.redispatterns.lock.LockLostException;
import io.github.redispatterns.lock.Locks;
import io.github.redispatterns.support.Aside;
import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.Rivals;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.integration.support.locks.DistributedLock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What Spring Integration's own suites expect of a lock registry in Redis.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@RedisKeys({ "lock:owner", "lock:fence", "lock:waiters" })
abstract class SharedLockRegistryContract {

	private static final AtomicInteger KEYS = new AtomicInteger();

	private static final Duration SHORT = Duration.ofMillis(600);

	RedisServers servers;

	private Instances instances;

	@BeforeAll
	void start() {
		Map<String, Object> properties = this.servers.applicationProperties("jedis");
		properties.put("redis-patterns.lock.named.integration.lease", "3s");
		this.instances = Instances.start(3, App.class, properties);
	}

	@AfterAll
	void stop() {
		this.instances.close();
	}

	@Test
	void aLockIsTakenAndGivenBackTenTimes() {
		String key = key();
		for (int i = 0; i < 10; i++) {
			Lock lock = registry(0).obtain(key);
			lock.lock();
			assertThat(isHeld(key)).isTrue();
			lock.unlock();
			assertThat(isHeld(key)).isFalse();
		}
	}

	@Test
	void itIsTakenInterruptiblyTenTimes() throws Exception {
		String key = key();
		for (int i = 0; i < 10; i++) {
			Lock lock = registry(0).obtain(key);
			lock.lockInterruptibly();
			lock.unlock();
		}
		assertThat(isHeld(key)).isFalse();
	}

	@Test
	void itIsTakenForATimeToLiveOfItsOwn() {
		String key = key();
		DistributedLock lock = registry(0).obtain(key);
		lock.lock(Duration.ofMinutes(5));
		assertThat(remaining(key)).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
		lock.unlock();
		assertThat(isHeld(key)).isFalse();
	}

	@Test
	void itIsTriedForATimeToLiveOfItsOwn() throws Exception {
		String key = key();
		DistributedLock lock = registry(0).obtain(key);
		assertThat(lock.tryLock(Duration.ofMillis(100), Duration.ofMinutes(5))).isTrue();
		assertThat(remaining(key)).isGreaterThan(Duration.ofMinutes(4));
		assertThat(Aside.call(() -> registry(1).obtain(key).tryLock(Duration.ofMillis(50), Duration.ofMinutes(9))))
			.isFalse();
		assertThat(remaining(key)).isLessThanOrEqualTo(Duration.ofMinutes(5));
		lock.unlock();
	}

	@Test
	void aContenderThatFailsDoesNotChangeTheTimeToLive() throws Exception {
		String key = key();
		registry(0).obtain(key).lock(Duration.ofMinutes(2));
		assertThat(registry(1).obtain(key).tryLock()).isFalse();
		assertThat(registry(1).obtain(key).tryLock(50, TimeUnit.MILLISECONDS)).isFalse();
		assertThat(remaining(key)).isBetween(Duration.ofSeconds(100), Duration.ofMinutes(2));
		registry(0).obtain(key).unlock();
	}

	@Test
	void unlockAfterTheTimeToLiveRaises() {
		String key = key();
		DistributedLock lock = registry(0).obtain(key);
		lock.lock(SHORT);
		Awaitility.await().until(() -> !isHeld(key));
		assertThatExceptionOfType(LockLostException.class).isThrownBy(lock::unlock);
		lock.lock();
		lock.unlock();
	}

	@Test
	void unlockDoesNotFreeAnothersLock() {
		String key = key();
		DistributedLock lock = registry(0).obtain(key);
		lock.lock(SHORT);
		Awaitility.await().until(() -> !isHeld(key));
		registry(1).obtain(key).lock();
		assertThatExceptionOfType(LockLostException.class).isThrownBy(lock::unlock);
		assertThat(isHeld(key)).isTrue();
		registry(1).obtain(key).unlock();
	}

	@Test
	void itIsReEntrantBothWays() throws Exception {
		String key = key();
		Lock lock = registry(0).obtain(key);
		lock.lock();
		lock.lock();
		lock.unlock();
		assertThat(isHeld(key)).isTrue();
		lock.unlock();
		lock.lockInterruptibly();
		lock.lockInterruptibly();
		lock.unlock();
		assertThat(isHeld(key)).isTrue();
		lock.unlock();
		assertThat(isHeld(key)).isFalse();
	}

	@Test
	void everyLockOfOneKeyIsTheSameLock() {
		String key = key();
		registry(0).obtain(key).lock();
		assertThat(registry(0).obtain(key).tryLock()).isTrue();
		registry(0).obtain(key).unlock();
		assertThat(isHeld(key)).isTrue();
		registry(0).obtain(key).unlock();
		assertThat(isHeld(key)).isFalse();
	}

	@Test
	void twoKeysAreIndependent() {
		String one = key();
		String two = key();
		registry(0).obtain(one).lock();
		registry(0).obtain(two).lock();
		registry(0).obtain(one).unlock();
		assertThat(isHeld(two)).isTrue();
		registry(0).obtain(two).unlock();
	}

	@Test
	void aSecondThreadFailsAndThenSucceeds() throws Exception {
		String key = key();
		Lock lock = registry(0).obtain(key);
		lock.lockInterruptibly();
		assertThat(Aside.call(() -> registry(0).obtain(key).tryLock(100, TimeUnit.MILLISECONDS))).isFalse();
		lock.unlock();
		assertThat(Aside.call(() -> tryAndGiveBack(0, key))).isTrue();
	}

	@Test
	void aSecondRegistryFailsAndThenSucceeds() throws Exception {
		String key = key();
		registry(0).obtain(key).lock();
		assertThat(registry(1).obtain(key).tryLock()).isFalse();
		Aside<Boolean> waiter = Aside.start(() -> tryAndGiveBack(1, key));
		Awaitility.await().until(() -> !locks(2).inspect("integration", key).orElseThrow().waiters().isEmpty());
		registry(0).obtain(key).unlock();
		assertThat(waiter.get()).isTrue();
	}

	@Test
	void theWrongThreadCannotUnlock() throws Exception {
		String key = key();
		registry(0).obtain(key).lock();
		assertThatIllegalMonitor(() -> Aside.call(() -> {
			registry(0).obtain(key).unlock();
			return null;
		}));
		assertThat(isHeld(key)).isTrue();
		registry(0).obtain(key).unlock();
		assertThatIllegalMonitor(() -> registry(0).obtain(key).unlock());
	}

	@Test
	void renewalBeginsAnotherLease() {
		String key = key();
		DistributedLock lock = registry(0).obtain(key);
		lock.lock(Duration.ofSeconds(30));
		registry(0).renewLock(key, Duration.ofMinutes(5));
		assertThat(remaining(key)).isGreaterThan(Duration.ofMinutes(4));
		registry(0).renewLock(key);
		assertThat(remaining(key)).isGreaterThan(Duration.ofMinutes(4));
		lock.unlock();
	}

	@Test
	void whatHasEndedIsNotRenewed() {
		String key = key();
		DistributedLock lock = registry(0).obtain(key);
		lock.lock(SHORT);
		Awaitility.await().until(() -> !isHeld(key));
		assertThatIllegalStateException().isThrownBy(() -> registry(0).renewLock(key))
			.withMessageContaining("it was lost");
		assertThatExceptionOfType(LockLostException.class).isThrownBy(lock::unlock);
	}

	@Test
	void whatOthersHoldIsNotRenewed() throws Exception {
		String key = key();
		registry(0).obtain(key).lock();
		assertThatIllegalStateException().isThrownBy(() -> registry(1).renewLock(key))
			.withMessageContaining("does not hold");
		assertThatIllegalStateException().isThrownBy(() -> Aside.call(() -> {
			registry(0).renewLock(key, Duration.ofMinutes(1));
			return null;
		}));
		registry(0).obtain(key).unlock();
	}

	@Test
	void aLockWithoutATimeToLiveIsRenewedByItself() {
		String key = key();
		try (Instances brief = Instances.start(1, App.class, briefLease())) {
			SharedLockRegistry registry = brief.get(0).getBean(SharedLockRegistry.class);
			registry.obtain(key).lock();
			long begin = System.nanoTime();
			Awaitility.await().until(() -> System.nanoTime() - begin > 2_500_000_000L);
			assertThat(registry(0).obtain(key).tryLock()).isFalse();
			registry.obtain(key).unlock();
		}
	}

	private Map<String, Object> briefLease() {
		Map<String, Object> properties = this.servers.applicationProperties("jedis");
		properties.put("redis-patterns.lock.named.integration.lease", "2s");
		return properties;
	}

	@Test
	void threeRoundsOfTenThreadsOnThreeRegistriesAllSucceed() {
		String key = key();
		for (int round = 0; round < 3; round++) {
			assertThat(Rivals.race(10, (i) -> tryAndGiveBack(i % 3, key))).containsOnly(true);
		}
		assertThat(isHeld(key)).isFalse();
	}

	@Test
	void ofTwoWaitersOneReleaseWakesExactlyOne() throws Exception {
		String key = key();
		registry(0).obtain(key).lock();
		List<Integer> order = new ArrayList<>();
		CountDownLatch goOn = new CountDownLatch(1);
		List<Aside<Boolean>> waiters = List.of(waiter(1, key, order, goOn), waiter(2, key, order, goOn));
		Awaitility.await().until(() -> locks(0).inspect("integration", key).orElseThrow().waiters().size() == 2);
		registry(0).obtain(key).unlock();
		Awaitility.await().until(() -> size(order) == 1);
		Awaitility.await().until(() -> locks(0).inspect("integration", key).orElseThrow().waiters().size() == 1);
		assertThat(size(order)).isEqualTo(1);
		goOn.countDown();
		for (Aside<Boolean> waiter : waiters) {
			assertThat(waiter.get()).isTrue();
		}
		assertThat(order).containsExactlyInAnyOrder(1, 2);
	}

	private Aside<Boolean> waiter(int instance, String key, List<Integer> order, CountDownLatch goOn) {
		return Aside.start(() -> {
			Lock lock = registry(instance).obtain(key);
			lock.lock();
			synchronized (order) {
				order.add(instance);
			}
			boolean done = goOn.await(30, TimeUnit.SECONDS);
			lock.unlock();
			return done;
		});
	}

	private static int size(List<Integer> order) {
		synchronized (order) {
			return order.size();
		}
	}

	@Test
	void unlockWhileInterruptedReturnsWhenTheKeyIsGoneAndKeepsTheFlag() {
		String key = key();
		Lock lock = registry(0).obtain(key);
		lock.lock();
		Thread.currentThread().interrupt();
		lock.unlock();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(isHeld(key)).isFalse();
	}

	@Test
	void anInterruptedWaiterStopsWaiting() throws Exception {
		String key = key();
		registry(0).obtain(key).lock();
		Aside<Boolean> waiter = Aside.start(() -> tryAndGiveBack(1, key));
		Awaitility.await().until(() -> !locks(2).inspect("integration", key).orElseThrow().waiters().isEmpty());
		waiter.interrupt();
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(waiter::get);
		registry(0).obtain(key).unlock();
	}

	@Test
	void evictionDropsNoLockThatIsHeld() {
		String key = key();
		registry(0).obtain(key).lock();
		registry(0).expireUnusedOlderThan(0);
		for (int i = 0; i < 10_000; i++) {
			registry(0).obtain("unused" + i);
		}
		assertThat(registry(1).obtain(key).tryLock()).isFalse();
		registry(0).obtain(key).unlock();
		assertThat(isHeld(key)).isFalse();
	}

	@Test
	void obtainingAndEvictingAtOnceYieldsOneLock() {
		String key = key();
		int[] unprotected = new int[1];
		Rivals.race(6, (i) -> {
			for (int n = 0; n < 30; n++) {
				registry(i % 3).expireUnusedOlderThan(0);
				registry(i % 3).executeLocked(key, () -> count(unprotected));
			}
			return i;
		});
		assertThat(unprotected[0]).isEqualTo(180);
	}

	private static void count(int[] unprotected) {
		unprotected[0]++;
	}

	@Test
	void workIsDoneUnderALockOrNotAtAll() throws Exception {
		String key = key();
		String result = registry(0).<String, RuntimeException>executeLocked(key, () -> {
			assertThat(isHeld(key)).isTrue();
			return "done";
		});
		assertThat(result).isEqualTo("done");

		registry(0).obtain(key).lock();
		assertThatExceptionOfType(TimeoutException.class)
			.isThrownBy(() -> registry(1).executeLocked(key, Duration.ofMillis(50), () -> {
				throw new AssertionError();
			}));
		registry(0).obtain(key).unlock();
	}

	@Test
	void conditionsAreNotSupported() {
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> registry(0).obtain(key()).newCondition());
	}

	@Test
	void aKeyIsWhateverHasAText() {
		registry(0).obtain(4711L).lock();
		assertThat(isHeld("4711")).isTrue();
		registry(0).obtain("4711").unlock();
		assertThatExceptionOfType(PatternConfigurationException.class).isThrownBy(() -> registry(0).obtain(""))
			.withMessageContaining("'lockKey'");
	}

	private boolean tryAndGiveBack(int instance, String key) throws InterruptedException {
		Lock lock = registry(instance).obtain(key);
		boolean taken = lock.tryLock(30, TimeUnit.SECONDS);
		if (taken) {
			lock.unlock();
		}
		return taken;
	}

	private static void assertThatIllegalMonitor(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
		assertThatExceptionOfType(IllegalMonitorStateException.class).isThrownBy(call);
	}

	SharedLockRegistry registry(int instance) {
		return this.instances.get(instance).getBean(SharedLockRegistry.class);
	}

	Locks locks(int instance) {
		return this.instances.get(instance).getBean(Locks.class);
	}

	boolean isHeld(String key) {
		return this.servers.client().exists("test:lock:{integration:" + key + "}:owner");
	}

	private Duration remaining(String key) {
		return locks(2).inspect("integration", key).orElseThrow().holders().get(0).remaining();
	}

	static String key() {
		return "k" + KEYS.incrementAndGet();
	}

	@EnableAutoConfiguration
	static class App {

	}

}
