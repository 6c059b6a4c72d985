package io.github.redispatterns.lock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.redispatterns.support.Aside;
import io.github.redispatterns.support.CommandCounter;
import io.github.redispatterns.support.Rivals;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Fair locks: whoever has waited longest gets it, and the dead do not keep the living.
 * <p>
 * Many behaviours are those of Redisson's RedissonFairLockTest, named at each test. What
 * its tests of drift say of time-outs that add up is said here of who gets the lock.
 */
interface FairContract extends LocksUnderTest {

	/**
	 * RedissonFairLockTest.testConcurrency_MultiInstance_Ordering.
	 */
	@Test
	default void fiftyWaitersOfThreeInstancesGetItInTheOrderTheyCame() throws Exception {
		LockRequest request = fair();
		areServedInOrder(50, request, (number) -> {
			try (HeldLock lock = locks(number % 3).lock(request.withWait(PATIENCE))) {
				// the next of this instance stands in the common queue by then
				awaitQueue(request, Math.min(3, 49 - number));
				return lock.fence();
			}
		});
	}

	/**
	 * RedissonFairLockTest.testLeaseTimeout.
	 */
	@Test
	default void leasesThatEndPassItOnInOrder() throws Exception {
		LockRequest request = fair();
		LockRequest brief = request.withWait(PATIENCE).withFixedLease(Duration.ofMillis(500));
		areServedInOrder(6, request, (number) -> locks(number % 3).lock(brief).fence());
	}

	/**
	 * RedissonFairLockTest.testAcquireFailedTimeoutDrift_Descrete: of four who wait the
	 * second gives up.
	 */
	@Test
	default void whoGaveUpIsNotWaitedFor() {
		String name = name();
		Contender holder = contender(name, "a");
		List<Contender> queue = List.of(contender(name, "b"), contender(name, "c"), contender(name, "d"),
				contender(name, "e"));
		assertThat(holder.look()).isTrue();
		queue.forEach((each) -> assertThat(each.look(Contender.LEASE).remaining()).isBetween(20_000L, 30_000L));

		queue.get(1).leave();
		assertThat(holder.release()).isTrue();
		for (int i : List.of(0, 2, 3)) {
			queue.subList(i + 1, 4).forEach((each) -> assertThat(i != 1 && each.look()).isFalse());
			queue.get(1).leave();
			assertThat(queue.get(i).look()).isTrue();
			assertThat(queue.get(i).release()).isTrue();
		}
	}

	/**
	 * RedissonFairLockTest.testLockAcquiredTimeoutDrift_Descrete: a newcomer, however
	 * often it looks, stands behind who came before.
	 */
	@Test
	default void lookingOftenDoesNotHelp() {
		String name = name();
		Contender first = contender(name, "a");
		Contender second = contender(name, "b");
		Contender third = contender(name, "c");
		assertThat(first.look()).isTrue();
		assertThat(second.look()).isFalse();
		for (int i = 0; i < 20; i++) {
			assertThat(third.look()).isFalse();
		}
		first.release();
		assertThat(third.look(Contender.LEASE)).satisfies((taking) -> {
			assertThat(taking.fence()).isZero();
			assertThat(taking.holder()).isNull();
			assertThat(taking.remaining()).isBetween(1L, CLAIM_WINDOW.toMillis());
		});
		assertThat(second.look()).isTrue();
		second.release();
		assertThat(third.look()).isTrue();
	}

	/**
	 * RedissonFairLockTest.testFirstThreadDeathTimeoutDrift and
	 * testAbandonedTimeoutDrift_Descrete: those who are first died while they waited.
	 */
	@Test
	default void theDeadDoNotKeepTheLiving() throws Exception {
		LockRequest request = fair();
		HeldLock lock = locks(0).lock(request);
		for (String dead : List.of("a", "b", "c")) {
			assertThat(contender(request.name(), dead).look()).isFalse();
		}
		Aside<HeldLock> living = Aside.start(() -> locks(1).lock(request.withWait(PATIENCE)));
		awaitQueue(request, 4);
		lock.close();

		try (HeldLock next = living.get()) {
			assertThat(next.isValid()).isTrue();
			assertThat(queue(request)).as("the dead").isZero();
		}
	}

	/**
	 * RedissonFairLockTest.testLockAcquiredBooleanTimeoutDrift_Descrete: who does not
	 * come when it is its turn is passed over, and may stand in line again.
	 */
	@Test
	default void whoMissesItsTurnStandsInLineAgain() {
		String name = name();
		Contender holder = contender(name, "a");
		Contender late = contender(name, "b");
		Contender next = contender(name, "c");
		assertThat(holder.look()).isTrue();
		assertThat(late.look()).isFalse();
		assertThat(next.look()).isFalse();
		holder.release();

		Awaitility.await().until(next::look);
		assertThat(late.look()).isFalse();
		next.release();
		assertThat(late.look()).isTrue();
	}

	/**
	 * RedissonFairLockTest.testWaitTimeoutDrift and testLockAcquiredTimeoutDrift: many
	 * give up, again and again.
	 */
	@Test
	default void whoGivesUpLeavesNothingBehind() throws Exception {
		LockRequest request = fair();
		try (HeldLock lock = locks(0).lock(request)) {
			Rivals.race(6, (i) -> {
				for (int n = 0; n < 5; n++) {
					busy(i % 3, request.withWait(Duration.ofMillis(20)));
				}
				return i;
			});
			assertThat(exists(request.name(), "queue", "alive", "turn")).isZero();
			assertThat(lock.isValid()).isTrue();
		}
		locks(1).lock(request).close();
	}

	/**
	 * What Redisson #1104, #2099 and #2883 report: after many hand-overs those who wait
	 * count for hours, or not at all.
	 */
	@Test
	default void nothingDriftsHoweverOftenItIsHandedOver() {
		String name = name();
		List<Contender> ring = List.of(contender(name, "a"), contender(name, "b"), contender(name, "c"));
		assertThat(ring.get(0).look()).isTrue();
		assertThat(ring.get(1).look()).isFalse();
		for (int i = 0; i < 700; i++) {
			assertThat(ring.get((i + 2) % 3).look()).isFalse();
			assertThat(ring.get(i % 3).release()).isTrue();
			assertThat(ring.get((i + 1) % 3).look()).isTrue();
		}
		String alive = entity(name) + ":alive";
		assertThat(servers().client().pttl(alive)).isBetween(1L, 60_000L);
		assertThat(servers().client().zrangeWithScores(alive, 0, -1)).singleElement()
			.satisfies((waiter) -> assertThat((long) waiter.getScore() - serverMillis(alive)).isBetween(1L, 60_000L));
	}

	/**
	 * RedissonFairLockTest.testTryLockNonDelayed.
	 */
	@Test
	default void oneTryNeitherWaitsNorStandsInLine() throws Exception {
		LockRequest request = fair();
		try (HeldLock lock = locks(0).lock(request)) {
			Acquisition.Busy busy = busy(1, request);
			assertThat(busy.waited()).isLessThan(CLAIM_WINDOW);
			assertThat(queue(request)).isZero();
			assertThat(lock.isValid()).isTrue();
		}
		locks(1).lock(request).close();
	}

	@Test
	default void nobodyGetsItBeforeWhoIsFirst() throws Exception {
		LockRequest request = fair();
		HeldLock lock = locks(0).lock(request);
		Contender first = contender(request.name(), "a");
		assertThat(first.look()).isFalse();
		lock.close();

		assertThat(busy(1, request).holder()).isNull();
		assertThat(first.look()).isTrue();
		assertThat(busy(1, request).holder()).isEqualTo("a");
	}

	@Test
	default void anInterruptedWaiterPassesItsTurnOn() throws Exception {
		LockRequest request = fair();
		HeldLock lock = locks(0).lock(request);
		Aside<HeldLock> first = Aside.start(() -> locks(1).lock(request.withWait(PATIENCE)));
		awaitQueue(request, 1);
		Contender second = contender(request.name(), "b");
		assertThat(second.look()).isFalse();

		first.interrupt();
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(first::get);
		lock.close();
		assertThat(second.look()).isTrue();
	}

	@Test
	default void mutexesAndFairLocksExcludeAndWakeEachOther() throws Exception {
		LockRequest request = fair();
		for (LockMode mode : List.of(LockMode.MUTEX, LockMode.FAIR)) {
			LockMode other = (mode == LockMode.FAIR) ? LockMode.MUTEX : LockMode.FAIR;
			HeldLock lock = locks(0).lock(request.withMode(mode));
			busy(1, request.withMode(other));
			Aside<HeldLock> waiter = Aside.start(() -> locks(1).lock(request.withMode(other).withWait(PATIENCE)));
			Awaitility.await().until(() -> !locks(2).inspect(request.name()).orElseThrow().waiters().isEmpty());
			lock.close();
			try (HeldLock next = waiter.get()) {
				assertThat(next.fence()).isGreaterThan(lock.fence());
			}
		}
	}

	/**
	 * RedissonFairLockTest.testForceUnlock, with others in line.
	 */
	@Test
	default void anOperatorSeesTheQueueAndItOutlivesForce() throws Exception {
		LockRequest request = fair();
		HeldLock lock = locks(0).lock(request);
		Contender first = contender(request.name(), "a");
		Contender second = contender(request.name(), "b");
		assertThat(first.look()).isFalse();
		assertThat(second.look()).isFalse();
		LockInfo info = locks(1).inspect(request.name()).orElseThrow();
		assertThat(info.waiters()).containsExactly("a", "b");
		assertThat(info.holders()).singleElement()
			.satisfies((holder) -> assertThat(holder.mode()).isEqualTo(LockMode.FAIR));

		assertThat(locks(1).forceRelease("stuck", request.name())).isTrue();
		assertThat(second.look()).isFalse();
		assertThat(first.look()).isTrue();
		assertThat(lock.verify()).isFalse();
		assertThatExceptionOfType(LockLostException.class).isThrownBy(lock::close);
	}

	/**
	 * RedissonFairLockTest.testConcurrencyLoop_MultiInstance.
	 */
	@Test
	default void manyFairCallersAreNeverTwoAtOnce() throws Exception {
		LockRequest request = fair().withWait(PATIENCE);
		int[] unprotected = new int[1];
		Rivals.race(12, (i) -> {
			for (int n = 0; n < 15; n++) {
				try (HeldLock lock = locks(i % 3).lock(request)) {
					unprotected[0]++;
				}
			}
			return i;
		});
		assertThat(unprotected[0]).isEqualTo(180);
	}

	/**
	 * RedissonFairLockTest.testReentrancy.
	 */
	@Test
	default void theSameThreadGetsAFairLockOnceMoreWhoeverWaits() throws Exception {
		LockRequest request = fair();
		try (HeldLock outer = locks(0).lock(request)) {
			Contender waiter = contender(request.name(), "a");
			assertThat(waiter.look()).isFalse();
			try (HeldLock inner = locks(0).lock(request)) {
				assertThat(inner.fence()).isEqualTo(outer.fence());
			}
			assertThat(waiter.look()).isFalse();
		}
	}

	@Test
	default void aFairLockThatNobodyWaitsForIsTwoCommands() throws Exception {
		LockRequest request = fair().withWait(PATIENCE);
		locks(0).lock(request).close();
		try (CommandCounter counter = CommandCounter.on(servers())) {
			locks(0).lock(request).close();
			assertThat(counter.sent()).isEqualTo(Map.of("evalsha", 2L));
			assertThat(counter.counts()).doesNotContainKeys("publish", "spublish");
		}
	}

	@Test
	default void aQueueThatWasLostWithItsServerIsBuiltAnew() throws Exception {
		LockRequest request = fair();
		HeldLock lock = locks(0).lock(request);
		Aside<HeldLock> waiter = Aside.start(() -> locks(1).lock(request.withWait(PATIENCE)));
		awaitQueue(request, 1);
		servers().empty();
		try (HeldLock next = waiter.get()) {
			assertThat(next.fence()).isGreaterThan(lock.fence());
			assertThat(lock.verify()).isFalse();
		}
	}

	/**
	 * The lock is held for longer than they look: each shows now and then that it lives.
	 */
	@Test
	default void whoWaitsLooksSeldom() throws Exception {
		LockRequest request = fair();
		HeldLock lock = locks(0).lock(request);
		List<Aside<HeldLock>> waiters = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			int instance = i;
			waiters.add(Aside.start(() -> locks(instance).lock(request.withWait(PATIENCE))));
			awaitQueue(request, i + 1);
		}
		try (CommandCounter counter = CommandCounter.on(servers())) {
			long begin = System.nanoTime();
			Awaitility.await().until(() -> System.nanoTime() - begin > 1_000_000_000L);
			long looks = counter.sent().getOrDefault("evalsha", 0L);
			double seconds = (System.nanoTime() - begin) / 1e9;
			assertThat((double) looks).isLessThan(10 + 4 * seconds);
		}
		lock.close();
		waiters.get(0).get().close();
		waiters.get(1).get().close();
	}

	private void areServedInOrder(int callers, LockRequest request, Turn turn) throws Exception {
		List<Aside<Long>> waiters = new ArrayList<>();
		HeldLock first = locks(0).lock(request);
		for (int i = 0; i < callers; i++) {
			int number = i;
			waiters.add(Aside.start(() -> turn.take(number)));
			awaitWaiting(number % 3, request, 1 + number / 3);
			awaitQueue(request, Math.min(3, number + 1));
		}
		first.close();
		long last = first.fence();
		for (Aside<Long> waiter : waiters) {
			long fence = waiter.get();
			// says when it got the lock, however long its thread took to say so
			assertThat(fence).isGreaterThan(last);
			last = fence;
		}
	}

	private LockRequest fair() {
		return LockRequest.of(name()).withMode(LockMode.FAIR);
	}

	private Contender contender(String name, String instance) {
		return Contender.of(context(0), LockMode.FAIR, name, instance);
	}

	private long queue(LockRequest request) {
		return servers().client().zcard(entity(request.name()) + ":queue");
	}

	private void awaitQueue(LockRequest request, int length) {
		Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> queue(request) == length);
	}

	/**
	 * What a caller does who is first in line; returns the token of the lock.
	 */
	@FunctionalInterface
	interface Turn {

		long take(int number) throws Exception;

	}

}
