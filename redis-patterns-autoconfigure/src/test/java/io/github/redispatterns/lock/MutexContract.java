package io.github.redispatterns.lock;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redispatterns.LossCause;
import io.github.redispatterns.support.Aside;
import io.github.redispatterns.support.Rivals;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Mutexes: one holder, owned by whoever has the handle.
 */
interface MutexContract extends LocksUnderTest {

	@Test
	default void aSecondInstanceGetsNothingUntilTheFirstGivesBack() throws Exception {
		LockRequest request = LockRequest.of(name(), "42");
		try (HeldLock lock = locks(0).lock(request)) {
			assertThat(lock.isValid()).isTrue();
			assertThat(lock.fence()).isPositive();
			Acquisition.Busy busy = busy(1, request);
			assertThat(busy.holder()).isNotNull();
			assertThat(busy.remaining()).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(30));
		}
		try (HeldLock lock = locks(1).lock(request)) {
			assertThat(lock.isValid()).isTrue();
		}
	}

	@Test
	default void keysOfOneNameAreIndependent() throws Exception {
		String name = name();
		try (HeldLock one = locks(0).lock(LockRequest.of(name, "1"));
				HeldLock two = locks(1).lock(LockRequest.of(name, "2"));
				HeldLock all = locks(2).lock(LockRequest.of(name))) {
			assertThat(List.of(one, two, all)).allMatch(HeldLock::isValid);
		}
	}

	@Test
	default void fencingTokensGrowFromHolderToHolder() throws Exception {
		LockRequest request = LockRequest.of(name());
		long last = 0;
		for (int i = 0; i < 100; i++) {
			try (HeldLock lock = locks(i % 3).lock(request)) {
				assertThat(lock.fence()).isGreaterThan(last);
				last = lock.fence();
			}
		}
	}

	@Test
	default void theSameThreadGetsItOnceMoreAndItIsFreeWhenAllAreClosed() throws Exception {
		LockRequest request = LockRequest.of(name());
		HeldLock outer = locks(0).lock(request);
		HeldLock inner = locks(0).lock(request);
		assertThat(inner.fence()).isEqualTo(outer.fence());

		outer.close();
		outer.close();
		assertThat(inner.isValid()).isTrue();
		busy(1, request);

		inner.close();
		locks(1).lock(request).close();
	}

	@Test
	default void anotherThreadOfTheSameInstanceGetsNothing() throws Exception {
		LockRequest request = LockRequest.of(name());
		try (HeldLock lock = locks(0).lock(request)) {
			assertThat(Aside.call(() -> locks(0).tryLock(request))).isInstanceOf(Acquisition.Busy.class);
			assertThat(lock.isValid()).isTrue();
		}
	}

	@Test
	default void anotherThreadMayGiveItBack() throws Exception {
		LockRequest request = LockRequest.of(name());
		HeldLock lock = locks(0).lock(request);
		Aside.call(() -> {
			lock.close();
			return null;
		});
		locks(1).lock(request).close();
	}

	@Test
	default void aWaiterOfAnotherInstanceIsWokenByTheRelease() throws Exception {
		LockRequest request = LockRequest.of(name());
		HeldLock lock = locks(0).lock(request);
		CountDownLatch asked = new CountDownLatch(1);
		Aside<HeldLock> waiter = Aside.start(() -> {
			asked.countDown();
			return locks(1).lock(request.withWait(PATIENCE));
		});
		asked.await();
		Awaitility.await().until(() -> !locks(2).inspect(request.name()).orElseThrow().waiters().isEmpty());

		lock.close();
		waiter.get().close();
	}

	@Test
	default void aWaiterGetsItWhenTheLeaseOfADeadHolderEnds() throws Exception {
		LockRequest request = LockRequest.of(name());
		locks(0).lock(request.withFixedLease(Duration.ofMillis(600)));
		try (HeldLock lock = locks(1).lock(request.withWait(PATIENCE))) {
			assertThat(lock.isValid()).isTrue();
		}
	}

	@Test
	default void waitingEndsWithABusyAnswer() throws Exception {
		LockRequest request = LockRequest.of(name());
		try (HeldLock lock = locks(0).lock(request)) {
			Acquisition.Busy busy = busy(1, request.withWait(Duration.ofMillis(200)));
			assertThat(busy.waited()).isGreaterThanOrEqualTo(Duration.ofMillis(200));
			assertThatExceptionOfType(LockNotAvailableException.class).isThrownBy(() -> locks(1).lock(request))
				.withMessageContaining(request.name());
			assertThat(lock.isValid()).isTrue();
		}
	}

	@Test
	default void itIsRenewedWhileItIsHeld() throws Exception {
		LockRequest request = LockRequest.of(name()).withLease(Duration.ofSeconds(2));
		try (HeldLock lock = locks(0).lock(request)) {
			Duration passed = Duration.ofSeconds(3);
			long end = System.nanoTime() + passed.toNanos();
			Awaitility.await().until(() -> {
				busy(1, request);
				return System.nanoTime() > end;
			});
			assertThat(lock.isValid()).isTrue();
		}
	}

	@Test
	default void aFixedLeaseEndsAndTheHolderLearnsIt() throws Exception {
		LockRequest request = LockRequest.of(name()).withFixedLease(Duration.ofMillis(600));
		HeldLock lock = locks(0).lock(request);
		AtomicInteger told = new AtomicInteger();
		lock.onLost((cause) -> told.addAndGet((cause == LossCause.EXPIRED) ? 1 : 100));

		Awaitility.await().until(() -> told.get() == 1);
		assertThat(lock.isValid()).isFalse();
		assertThatExceptionOfType(LockLostException.class).isThrownBy(lock::close)
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(LossCause.EXPIRED));
		// the server ends it a little later than the holder
		locks(1).lock(request.withWait(PATIENCE)).close();
	}

	@Test
	default void minimumHoldKeepsOthersOut() throws Exception {
		LockRequest request = LockRequest.of(name());
		locks(0).lock(request.withMinHold(Duration.ofSeconds(2))).close();

		assertThat(busy(1, request).remaining()).isLessThanOrEqualTo(Duration.ofSeconds(2));
		locks(1).lock(request.withWait(PATIENCE)).close();
	}

	@Test
	default void maximumHoldEndsTheRenewal() throws Exception {
		LockRequest request = LockRequest.of(name())
			.withLease(Duration.ofMillis(1500))
			.withMaxHold(Duration.ofSeconds(2));
		HeldLock lock = locks(0).lock(request);
		try (HeldLock next = locks(1).lock(request.withWait(PATIENCE))) {
			assertThatExceptionOfType(LockLostException.class).isThrownBy(lock::close)
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(LossCause.MAX_HOLD));
			assertThat(next.isValid()).isTrue();
		}
	}

	@Test
	default void extensionBeginsAnotherLease() throws Exception {
		LockRequest request = LockRequest.of(name());
		try (HeldLock lock = locks(0).lock(request.withFixedLease(Duration.ofSeconds(5)))) {
			assertThat(lock.extend(Duration.ofMinutes(1))).isTrue();
			assertThat(lock.remaining()).isGreaterThan(Duration.ofSeconds(50));
			assertThat(busy(1, request).remaining()).isGreaterThan(Duration.ofSeconds(50));
			assertThat(lock.verify()).isTrue();
		}
	}

	@Test
	default void anotherProcessMayTakeOver() throws Exception {
		LockRequest request = LockRequest.of(name(), "a b\n:{}");
		HeldLock first = locks(0).lock(request);
		String token = first.detach();
		first.close();

		try (HeldLock second = locks(1).attach(token).orElseThrow()) {
			assertThat(second.fence()).isEqualTo(first.fence());
			busy(2, request);
		}
		assertThat(locks(2).attach(token)).isEmpty();
		locks(2).lock(request).close();
	}

	@Test
	default void anOperatorSeesHolderAndTakesItAway() throws Exception {
		LockRequest request = LockRequest.of(name(), "7");
		HeldLock lock = locks(0).lock(request);
		LockInfo info = locks(1).inspect(request.name(), "7").orElseThrow();
		assertThat(info.holders()).singleElement().satisfies((holder) -> {
			assertThat(holder.mode()).isEqualTo(LockMode.MUTEX);
			assertThat(holder.remaining()).isPositive();
		});
		assertThat(info.fence()).isEqualTo(lock.fence());

		assertThat(locks(1).forceRelease("stuck", request.name(), "7")).isTrue();
		assertThat(locks(1).forceRelease("stuck", request.name(), "7")).isFalse();
		assertThat(lock.verify()).isFalse();
		assertThatExceptionOfType(LockLostException.class).isThrownBy(lock::close)
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(LossCause.TAKEN));
		try (HeldLock next = locks(2).lock(request)) {
			assertThat(next.fence()).isGreaterThan(lock.fence() + 1);
		}
	}

	@Test
	default void manyThreadsOfManyInstancesAreNeverTwoAtOnce() throws Exception {
		LockRequest request = LockRequest.of(name()).withWait(PATIENCE);
		int[] unprotected = new int[1];
		Rivals.race(12, (i) -> {
			for (int n = 0; n < 25; n++) {
				try (HeldLock lock = locks(i % 3).lock(request)) {
					unprotected[0]++;
				}
			}
			return i;
		});
		assertThat(unprotected[0]).isEqualTo(300);
	}

	@Test
	default void anAsynchronousCallerGetsItToo() throws Exception {
		LockRequest request = LockRequest.of(name()).withWait(PATIENCE);
		HeldLock first = locks(0).lock(request);
		var second = locks(0).lockAsync(request).toCompletableFuture();
		first.close();
		second.get().close();
	}

	@Test
	default void anInterruptedHolderGivesBackWhatItHolds() throws Exception {
		LockRequest request = LockRequest.of(name());
		HeldLock lock = locks(0).lock(request);
		Thread.currentThread().interrupt();
		lock.close();
		assertThat(Thread.interrupted()).isTrue();
		locks(1).lock(request).close();
	}

	@Test
	default void anInterruptedWaiterStopsWaiting() throws Exception {
		LockRequest request = LockRequest.of(name());
		try (HeldLock lock = locks(0).lock(request)) {
			Thread.currentThread().interrupt();
			assertThatExceptionOfType(InterruptedException.class)
				.isThrownBy(() -> locks(1).lock(request.withWait(PATIENCE)));
			assertThat(lock.isValid()).isTrue();
		}
	}

}
