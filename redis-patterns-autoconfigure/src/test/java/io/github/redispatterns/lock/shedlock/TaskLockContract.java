package io.github.redispatterns.lock.shedlock;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redispatterns.lock.Locks;
import io.github.redispatterns.support.Aside;
import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.Rivals;
import net.javacrumbs.shedlock.core.DefaultLockingTaskExecutor;
import net.javacrumbs.shedlock.core.ExtensibleLockProvider;
import net.javacrumbs.shedlock.core.LockAssert;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockExtender;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.core.LockingTaskExecutor;
import net.javacrumbs.shedlock.core.SimpleLock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What ShedLock's own suites expect of a lock provider whose locks can be extended.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@RedisKeys({ "lock:owner", "lock:fence", "lock:waiters" })
abstract class TaskLockContract {

	private static final AtomicInteger NAMES = new AtomicInteger();

	private static final Duration LONG = Duration.ofSeconds(30);

	/** As short as a machine that stands still for a moment allows. */
	private static final Duration SHORT = Duration.ofMillis(600);

	/** Longer than such a moment and what is asked within it. */
	private static final Duration HOLD = Duration.ofSeconds(2);

	RedisServers servers;

	private Instances instances;

	@BeforeAll
	void start() {
		this.instances = Instances.start(2, App.class, this.servers.applicationProperties("jedis"));
	}

	@AfterAll
	void stop() {
		this.instances.close();
	}

	@Test
	void aLockIsSeenHeldAndThenFree() {
		String name = name();
		SimpleLock lock = locked(0, name, LONG);
		assertHeld(name);
		lock.unlock();
		assertFree(name);
	}

	@Test
	void aSecondTakerGetsNothing() throws Exception {
		String name = name();
		SimpleLock lock = locked(0, name, LONG);
		assertThat(lock(0, name, LONG)).isEmpty();
		assertThat(Aside.call(() -> lock(0, name, LONG))).isEmpty();
		assertThat(lock(1, name, LONG)).isEmpty();
		lock.unlock();
		assertFree(name);
	}

	@Test
	void twoNamesAreIndependent() {
		String one = name();
		String two = name();
		SimpleLock first = locked(0, one, LONG);
		SimpleLock second = locked(0, two, LONG);
		first.unlock();
		assertFree(one);
		assertHeld(two);
		second.unlock();
	}

	@Test
	void itIsTakenTwiceInSequence() {
		String name = name();
		locked(0, name, LONG).unlock();
		locked(1, name, LONG).unlock();
		assertFree(name);
	}

	@Test
	void itIsTakenAgainRightAfterUnlockTenTimes() {
		String name = name();
		for (int i = 0; i < 10; i++) {
			SimpleLock lock = locked(i % 2, name, LONG);
			assertThat(lock(0, name, LONG)).isEmpty();
			assertThat(lock(1, name, LONG)).isEmpty();
			lock.unlock();
		}
	}

	@Test
	void itEndsAtLockAtMostForAndIsTakenAgain() {
		String name = name();
		SimpleLock lock = locked(0, name, SHORT);
		awaitFree(name);
		SimpleLock next = locked(0, name, LONG);
		assertHeld(name);
		lock.unlock();
		assertHeld(name);
		next.unlock();
		assertFree(name);
	}

	@Test
	void lockAtLeastForKeepsItAfterUnlock() {
		String name = name();
		SimpleLock lock = lock(0, name, LONG, HOLD).orElseThrow();
		lock.unlock();
		assertThat(lock(0, name, LONG)).isEmpty();
		assertThat(lock(1, name, LONG)).isEmpty();
		awaitFree(name);
		locked(1, name, LONG).unlock();
	}

	@Test
	void lockAtLeastForThatHasPassedKeepsNothing() {
		String name = name();
		SimpleLock lock = lock(0, name, LONG, Duration.ofMillis(1)).orElseThrow();
		long begin = System.nanoTime();
		Awaitility.await().until(() -> System.nanoTime() - begin > 2_000_000);
		lock.unlock();
		assertFree(name);
	}

	@Test
	void extensionKeepsItPastTheFirstEnd() {
		String name = name();
		SimpleLock lock = locked(0, name, Duration.ofSeconds(2));
		SimpleLock extended = lock.extend(LONG, Duration.ZERO).orElseThrow();
		assertThat(remaining(name)).isBetween(Duration.ofSeconds(20), LONG);
		assertThat(lock(1, name, LONG)).isEmpty();
		extended.unlock();
		assertFree(name);
	}

	@Test
	void itIsExtendedAgainAndAgain() {
		String name = name();
		SimpleLock lock = locked(0, name, Duration.ofSeconds(5));
		for (int i = 0; i < 10; i++) {
			lock = lock.extend(Duration.ofSeconds(10 + i), Duration.ZERO).orElseThrow();
			assertThat(remaining(name)).isGreaterThan(Duration.ofSeconds(5));
		}
		lock.unlock();
		assertFree(name);
	}

	@Test
	void extensionNeverEndsItSoonerForOthers() {
		String name = name();
		SimpleLock lock = locked(0, name, LONG);
		SimpleLock extended = lock.extend(Duration.ofSeconds(10), Duration.ZERO).orElseThrow();
		assertThat(remaining(name)).isGreaterThan(Duration.ofSeconds(10));
		extended.unlock();
		assertFree(name);
	}

	@Test
	void whatIsUnlockedIsNotExtended() {
		String name = name();
		SimpleLock lock = locked(0, name, LONG);
		lock.unlock();
		assertThatIllegalStateException().isThrownBy(() -> lock.extend(LONG, Duration.ZERO));
		assertThatIllegalStateException().isThrownBy(lock::unlock);
		assertFree(name);
	}

	@Test
	void whatHasEndedIsNotExtended() {
		String name = name();
		SimpleLock lock = locked(0, name, SHORT);
		awaitFree(name);
		assertThat(lock.extend(LONG, Duration.ZERO)).isEmpty();
		assertFree(name);
	}

	@Test
	void extensionWithLockAtLeastForKeepsItAfterUnlock() {
		String name = name();
		SimpleLock lock = locked(0, name, LONG);
		SimpleLock extended = lock.extend(LONG, HOLD).orElseThrow();
		extended.unlock();
		assertThat(lock(1, name, LONG)).isEmpty();
		awaitFree(name);
	}

	@Test
	void aHandleIsOfNoUseAfterItsExtension() {
		String name = name();
		SimpleLock lock = locked(0, name, LONG);
		SimpleLock extended = lock.extend(LONG, Duration.ZERO).orElseThrow();
		assertThatIllegalStateException().isThrownBy(lock::unlock);
		assertThatIllegalStateException().isThrownBy(() -> lock.extend(LONG, Duration.ZERO));
		assertHeld(name);
		extended.unlock();
	}

	@Test
	void unlockAfterTheEndDoesNotFreeAnothersLock() {
		String name = name();
		SimpleLock lock = locked(0, name, SHORT);
		awaitFree(name);
		SimpleLock others = locked(1, name, LONG);
		lock.unlock();
		assertHeld(name);
		assertThat(lock(0, name, LONG)).isEmpty();
		others.unlock();
		assertFree(name);
	}

	@Test
	void extensionAfterTheEndDoesNotProlongAnothersLock() {
		String name = name();
		SimpleLock lock = locked(0, name, SHORT);
		awaitFree(name);
		SimpleLock others = locked(1, name, Duration.ofSeconds(10));
		assertThat(lock.extend(Duration.ofMinutes(10), Duration.ZERO)).isEmpty();
		assertThat(remaining(name)).isLessThanOrEqualTo(Duration.ofSeconds(10));
		others.unlock();
	}

	@Test
	void eightThreadsOnTwoLocksCountExactly() {
		String[] names = { name(), name() };
		int[] unprotected = new int[2];
		List<int[]> jobs = Rivals.race(8, (i) -> {
			int[] done = new int[2];
			for (int n = 0; n < 60; n++) {
				int which = (i + n) % 2;
				Optional<SimpleLock> lock = lock(i % 2, names[which], LONG);
				if (lock.isPresent()) {
					int before = unprotected[which];
					Thread.yield();
					unprotected[which] = before + 1;
					done[which]++;
					lock.get().unlock();
				}
			}
			return done;
		});
		assertThat(unprotected[0]).isEqualTo(jobs.stream().mapToInt((done) -> done[0]).sum()).isPositive();
		assertThat(unprotected[1]).isEqualTo(jobs.stream().mapToInt((done) -> done[1]).sum()).isPositive();
	}

	@Test
	void theTaskExecutorRunsATaskOnceAtATime() throws Throwable {
		String name = name();
		LockingTaskExecutor first = new DefaultLockingTaskExecutor(provider(0));
		LockingTaskExecutor second = new DefaultLockingTaskExecutor(provider(1));
		List<String> ran = new ArrayList<>();
		first.executeWithLock((Runnable) () -> {
			LockAssert.assertLocked();
			ran.add("outer");
			first.executeWithLock((Runnable) () -> ran.add("same task on the same thread"),
					configuration(name, LONG, Duration.ZERO));
			assertThat(result(second, name).wasExecuted()).isFalse();
		}, configuration(name, LONG, Duration.ZERO));

		assertThat(ran).containsExactly("outer", "same task on the same thread");
		assertThat(result(second, name).getResult()).isEqualTo("done");
		assertFree(name);
	}

	@Test
	void theTaskExecutorUnlocksAfterAFailure() {
		String name = name();
		assertThatExceptionOfType(ArithmeticException.class)
			.isThrownBy(() -> new DefaultLockingTaskExecutor(provider(0)).executeWithLock((Runnable) () -> {
				throw new ArithmeticException();
			}, configuration(name, LONG, Duration.ZERO)));
		assertFree(name);
	}

	@Test
	void aTaskExtendsItsOwnLock() {
		String name = name();
		new DefaultLockingTaskExecutor(provider(0)).executeWithLock((Runnable) () -> {
			LockExtender.extendActiveLock(LONG, Duration.ZERO);
			assertThat(remaining(name)).isGreaterThan(Duration.ofSeconds(20));
		}, configuration(name, Duration.ofSeconds(2), Duration.ZERO));
		assertFree(name);
	}

	private LockingTaskExecutor.TaskResult<String> result(LockingTaskExecutor executor, String name) {
		try {
			return Aside.call(() -> {
				try {
					return executor.executeWithLock((LockingTaskExecutor.TaskWithResult<String>) () -> "done",
							configuration(name, LONG, Duration.ZERO));
				}
				catch (Throwable ex) {
					throw new AssertionError(ex);
				}
			});
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
	}

	private ExtensibleLockProvider provider(int instance) {
		return (ExtensibleLockProvider) this.instances.beans(LockProvider.class).get(instance);
	}

	private SimpleLock locked(int instance, String name, Duration atMost) {
		return lock(instance, name, atMost).orElseThrow();
	}

	private Optional<SimpleLock> lock(int instance, String name, Duration atMost) {
		return lock(instance, name, atMost, Duration.ZERO);
	}

	private Optional<SimpleLock> lock(int instance, String name, Duration atMost, Duration atLeast) {
		return provider(instance).lock(configuration(name, atMost, atLeast));
	}

	private static LockConfiguration configuration(String name, Duration atMost, Duration atLeast) {
		return new LockConfiguration(Instant.now(), name, atMost, atLeast);
	}

	private void awaitFree(String name) {
		Awaitility.await().until(() -> !isHeld(name));
	}

	private void assertFree(String name) {
		assertThat(isHeld(name)).isFalse();
	}

	private void assertHeld(String name) {
		assertThat(isHeld(name)).isTrue();
	}

	private boolean isHeld(String name) {
		return this.servers.client().exists("test:lock:{shedlock:" + name + "}:owner");
	}

	private Duration remaining(String name) {
		Locks locks = this.instances.beans(Locks.class).get(1);
		return locks.inspect("shedlock", name).orElseThrow().holders().get(0).remaining();
	}

	private static String name() {
		return "task" + NAMES.incrementAndGet();
	}

	@EnableAutoConfiguration
	static class App {

	}

}
