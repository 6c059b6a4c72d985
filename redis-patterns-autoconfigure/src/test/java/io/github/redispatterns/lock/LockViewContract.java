package io.github.redispatterns.lock;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;

import io.github.redispatterns.support.Aside;
import io.github.redispatterns.support.Rivals;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What {@link Lock} promises, and what OpenJDK's tests expect of a re-entrant one.
 */
interface LockViewContract extends LocksUnderTest {

	default LockView view(int instance, String name) {
		return locks(instance).asLock(LockRequest.of(name));
	}

	default boolean isFree(String name) throws Exception {
		return Aside.call(() -> {
			Lock lock = view(2, name);
			boolean free = lock.tryLock();
			if (free) {
				lock.unlock();
			}
			return free;
		});
	}

	@Test
	default void lockKeepsOthersOutUntilUnlock() throws Exception {
		String name = name();
		Lock lock = view(0, name);
		lock.lock();
		assertThat(isFree(name)).isFalse();
		assertThat(Aside.call(() -> view(0, name).tryLock())).isFalse();

		lock.unlock();
		assertThat(isFree(name)).isTrue();
	}

	@Test
	default void unlockByAThreadThatHoldsNothingIsRefused() throws Exception {
		String name = name();
		assertThatExceptionOfType(IllegalMonitorStateException.class).isThrownBy(() -> view(0, name).unlock())
			.withMessageContaining("does not hold the lock '" + name + "'");

		view(0, name).lock();
		assertThatExceptionOfType(IllegalMonitorStateException.class).isThrownBy(() -> Aside.call(() -> {
			view(0, name).unlock();
			return null;
		}));
		assertThat(isFree(name)).isFalse();
		view(0, name).unlock();
		assertThatExceptionOfType(IllegalMonitorStateException.class).isThrownBy(() -> view(0, name).unlock());
	}

	@Test
	default void theSameThreadGetsItAgainAndMustGiveItBackAsOften() throws Exception {
		String name = name();
		Lock lock = view(0, name);
		lock.lock();
		lock.lockInterruptibly();
		assertThat(lock.tryLock()).isTrue();
		assertThat(lock.tryLock(1, TimeUnit.SECONDS)).isTrue();
		for (int i = 0; i < 4; i++) {
			assertThat(isFree(name)).as("unlocked %d times", i).isFalse();
			lock.unlock();
		}
		assertThat(isFree(name)).isTrue();
		assertThatExceptionOfType(IllegalMonitorStateException.class).isThrownBy(lock::unlock);
	}

	@Test
	default void allViewsOfOneLockAreTheSameLock() throws Exception {
		String name = name();
		view(0, name).lock();
		locks(0).asLock(LockRequest.of(name).withLease(Duration.ofMinutes(1))).lock();
		view(0, name).unlock();
		assertThat(isFree(name)).isFalse();
		view(0, name).unlock();
		assertThat(isFree(name)).isTrue();
	}

	@Test
	default void itHasTheFencingTokenOfWhatIsHeld() throws Exception {
		String name = name();
		LockView lock = view(0, name);
		assertThatExceptionOfType(IllegalMonitorStateException.class).isThrownBy(lock::held);
		lock.lock();
		assertThat(lock.held().fence()).isEqualTo(locks(1).inspect(name).orElseThrow().fence());
		assertThat(lock).hasToString("MUTEX lock '" + name + "', held by this thread");
		lock.unlock();
		assertThat(lock).hasToString("MUTEX lock '" + name + "'");
	}

	@Test
	default void tryLockDoesNotWaitAndTimedTryLockWaitsNoLongerThanAllowed() throws Exception {
		String name = name();
		view(0, name).lock();
		Aside.call(() -> {
			assertThat(view(1, name).tryLock()).isFalse();
			assertThat(view(1, name).tryLock(0, TimeUnit.SECONDS)).isFalse();
			assertThat(view(1, name).tryLock(-5, TimeUnit.DAYS)).isFalse();
			long begin = System.nanoTime();
			assertThat(view(1, name).tryLock(150, TimeUnit.MILLISECONDS)).isFalse();
			assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(150_000_000);
			return null;
		});
		view(0, name).unlock();
	}

	@Test
	default void timedTryLockGetsWhatIsGivenBackInTime() throws Exception {
		String name = name();
		view(0, name).lock();
		Aside<Boolean> waiter = Aside.start(() -> {
			boolean taken = view(1, name).tryLock(Long.MAX_VALUE, TimeUnit.DAYS);
			view(1, name).unlock();
			return taken;
		});
		awaitWaiting(1, LockRequest.of(name), 1);
		view(0, name).unlock();
		assertThat(waiter.get()).isTrue();
	}

	@Test
	default void anInterruptedThreadGetsNothingWhereInterruptsCount() {
		String name = name();
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> view(0, name).lockInterruptibly());
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(InterruptedException.class)
			.isThrownBy(() -> view(0, name).tryLock(1, TimeUnit.SECONDS));
		assertThat(Thread.interrupted()).isFalse();
		assertThat(locks(1).inspect(name)).isEmpty();
	}

	@Test
	default void anInterruptedThreadIsServedWhereInterruptsDoNotCount() throws Exception {
		String name = name();
		Thread.currentThread().interrupt();
		view(0, name).lock();
		assertThat(Thread.interrupted()).isTrue();
		Thread.currentThread().interrupt();
		assertThat(view(0, name).tryLock()).isTrue();
		assertThat(Thread.interrupted()).isTrue();
		view(0, name).unlock();
		Thread.currentThread().interrupt();
		view(0, name).unlock();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(isFree(name)).isTrue();
	}

	@Test
	default void waitingIsInterruptedWhereInterruptsCount() throws Exception {
		String name = name();
		view(0, name).lock();
		Aside<Boolean> timed = Aside.start(() -> view(1, name).tryLock(PATIENCE.toSeconds(), TimeUnit.SECONDS));
		Aside<Boolean> untimed = Aside.start(() -> {
			view(1, name).lockInterruptibly();
			return true;
		});
		awaitWaiting(1, LockRequest.of(name), 2);
		timed.interrupt();
		untimed.interrupt();
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(timed::get);
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(untimed::get);
		awaitWaiting(1, LockRequest.of(name), 0);
		view(0, name).unlock();
		assertThat(isFree(name)).isTrue();
	}

	@Test
	default void lockWaitsOnAfterAnInterruptAndLetsItBeKnown() throws Exception {
		String name = name();
		view(0, name).lock();
		AtomicBoolean taken = new AtomicBoolean();
		Aside<Boolean> waiter = Aside.start(() -> {
			view(1, name).lock();
			taken.set(true);
			boolean interrupted = Thread.currentThread().isInterrupted();
			view(1, name).unlock();
			return interrupted && Thread.interrupted();
		});
		for (int i = 0; i < 3; i++) {
			awaitWaiting(1, LockRequest.of(name), 1);
			waiter.interrupt();
		}
		assertThat(taken).isFalse();
		view(0, name).unlock();
		assertThat(waiter.get()).isTrue();
	}

	@Test
	default void oneInterruptedWaiterDoesNotStopTheOthers() throws Exception {
		String name = name();
		view(0, name).lock();
		Aside<Boolean> first = Aside.start(() -> view(1, name).tryLock(PATIENCE.toSeconds(), TimeUnit.SECONDS));
		awaitWaiting(1, LockRequest.of(name), 1);
		Aside<Boolean> second = Aside.start(() -> {
			boolean got = view(1, name).tryLock(PATIENCE.toSeconds(), TimeUnit.SECONDS);
			view(1, name).unlock();
			return got;
		});
		awaitWaiting(1, LockRequest.of(name), 2);
		first.interrupt();
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(first::get);
		view(0, name).unlock();
		assertThat(second.get()).isTrue();
	}

	@Test
	default void manyThreadsCountExactly() throws Exception {
		String name = name();
		int[] unprotected = new int[1];
		Rivals.race(9, (i) -> {
			Lock lock = view(i % 3, name);
			for (int n = 0; n < 20; n++) {
				lock.lock();
				try {
					unprotected[0]++;
				}
				finally {
					lock.unlock();
				}
			}
			return i;
		});
		assertThat(unprotected[0]).isEqualTo(180);
	}

	@Test
	default void whoLostItIsToldWhenItGivesItBack() throws Exception {
		String name = name();
		LockView lock = locks(0).asLock(LockRequest.of(name).withFixedLease(Duration.ofSeconds(1)));
		lock.lock();
		lock.lock();
		HeldLock held = lock.held();
		Awaitility.await().until(() -> !held.isValid());
		view(1, name).lock();
		lock.unlock();
		assertThatExceptionOfType(LockLostException.class).isThrownBy(lock::unlock).withMessageContaining(name);
		assertThatExceptionOfType(IllegalMonitorStateException.class).isThrownBy(lock::unlock);
		assertThat(isFree(name)).isFalse();
		view(1, name).unlock();
	}

	@Test
	default void whoLostItIsToldWhenItWantsItAgain() throws Exception {
		String name = name();
		LockView lock = locks(0).asLock(LockRequest.of(name).withFixedLease(Duration.ofMillis(600)));
		lock.lock();
		HeldLock held = lock.held();
		// the holder gives it up a little before the server does
		Awaitility.await().until(() -> !held.isValid() && isFree(name));
		assertThatExceptionOfType(LockLostException.class).isThrownBy(lock::lock);
		assertThatExceptionOfType(LockLostException.class).isThrownBy(lock::tryLock);
		assertThat(isFree(name)).isTrue();
		assertThatExceptionOfType(LockLostException.class).isThrownBy(lock::unlock);

		assertThat(lock.tryLock()).isTrue();
		assertThat(isFree(name)).isFalse();
		lock.unlock();
	}

	@Test
	default void conditionsAreNotSupported() {
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> view(0, name()).newCondition())
			.withMessageContaining("has no conditions");
	}

}
