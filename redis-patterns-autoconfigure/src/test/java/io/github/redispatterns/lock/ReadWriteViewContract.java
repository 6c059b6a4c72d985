package io.github.redispatterns.lock;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;

import io.github.redispatterns.support.Aside;
import io.github.redispatterns.support.Rivals;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What {@link ReadWriteLock} promises, and what OpenJDK's tests expect of a re-entrant
 * one.
 */
interface ReadWriteViewContract extends LocksUnderTest {

	default Lock reading(int instance, String name) {
		return locks(instance).asReadWriteLock(name).readLock();
	}

	default Lock writing(int instance, String name) {
		return locks(instance).asReadWriteLock(name).writeLock();
	}

	default boolean isFree(Lock lock) throws Exception {
		return Aside.call(() -> {
			boolean free = lock.tryLock();
			if (free) {
				lock.unlock();
			}
			return free;
		});
	}

	default Callable<Boolean> once(Lock lock) {
		return () -> {
			lock.lockInterruptibly();
			lock.unlock();
			return true;
		};
	}

	@Test
	default void readersShareAndKeepWritersOut() throws Exception {
		String name = name();
		reading(0, name).lock();
		assertThat(isFree(reading(0, name))).isTrue();
		assertThat(isFree(reading(1, name))).isTrue();
		assertThat(isFree(writing(0, name))).isFalse();
		assertThat(isFree(writing(1, name))).isFalse();
		assertThat(Aside.call(() -> writing(1, name).tryLock(100, TimeUnit.MILLISECONDS))).isFalse();

		reading(0, name).unlock();
		assertThat(isFree(writing(1, name))).isTrue();
	}

	@Test
	default void aWriterKeepsEverybodyOut() throws Exception {
		String name = name();
		writing(0, name).lock();
		assertThat(isFree(reading(0, name))).isFalse();
		assertThat(isFree(reading(1, name))).isFalse();
		assertThat(isFree(writing(0, name))).isFalse();
		assertThat(isFree(writing(1, name))).isFalse();
		assertThat(Aside.call(() -> reading(1, name).tryLock(100, TimeUnit.MILLISECONDS))).isFalse();

		writing(0, name).unlock();
		assertThat(isFree(reading(1, name))).isTrue();
	}

	@Test
	default void eachIsReEntrantAndGivenBackByItselfAlone() throws Exception {
		String name = name();
		Lock read = reading(0, name);
		read.lock();
		read.lock();
		assertThatExceptionOfType(IllegalMonitorStateException.class).isThrownBy(() -> writing(0, name).unlock());
		read.unlock();
		assertThat(isFree(writing(1, name))).isFalse();
		read.unlock();
		assertThat(isFree(writing(1, name))).isTrue();
		assertThatExceptionOfType(IllegalMonitorStateException.class).isThrownBy(read::unlock);

		Lock write = writing(0, name);
		write.lock();
		write.lock();
		assertThatExceptionOfType(IllegalMonitorStateException.class).isThrownBy(read::unlock);
		write.unlock();
		assertThat(isFree(reading(1, name))).isFalse();
		write.unlock();
		assertThat(isFree(reading(1, name))).isTrue();
		assertThatExceptionOfType(IllegalMonitorStateException.class).isThrownBy(write::unlock);
	}

	@Test
	default void aWriterMayReadAndGoOnReading() throws Exception {
		String name = name();
		writing(0, name).lock();
		reading(0, name).lock();
		assertThat(isFree(reading(1, name))).isFalse();
		writing(0, name).unlock();
		assertThat(isFree(reading(1, name))).isTrue();
		assertThat(isFree(writing(1, name))).isFalse();
		reading(0, name).unlock();
		assertThat(isFree(writing(1, name))).isTrue();
	}

	@Test
	default void aReaderMayNotWriteWhileOthersRead() throws Exception {
		String name = name();
		reading(0, name).lock();
		Aside.call(() -> {
			reading(1, name).lock();
			assertThat(writing(1, name).tryLock()).isFalse();
			assertThatExceptionOfType(UpgradeDeadlockException.class).isThrownBy(() -> writing(1, name).lock());
			reading(1, name).unlock();
			return null;
		});
		assertThat(writing(0, name).tryLock()).isTrue();
		writing(0, name).unlock();
		reading(0, name).unlock();
		assertThat(isFree(writing(1, name))).isTrue();
	}

	@Test
	default void aWaitingReaderFollowsTheWriter() throws Exception {
		String name = name();
		writing(0, name).lock();
		Aside<Boolean> near = Aside.start(once(reading(0, name)));
		Aside<Boolean> far = Aside.start(once(reading(1, name)));
		awaitWaiting(0, LockRequest.of(name), 1);
		awaitWaiting(1, LockRequest.of(name), 1);
		writing(0, name).unlock();
		assertThat(near.get()).isTrue();
		assertThat(far.get()).isTrue();
	}

	@Test
	default void aWaitingWriterFollowsTheLastReader() throws Exception {
		String name = name();
		reading(0, name).lock();
		Aside<Boolean> other = Aside.start(() -> {
			reading(1, name).lock();
			awaitWaiting(2, LockRequest.of(name), 1);
			reading(1, name).unlock();
			return true;
		});
		Awaitility.await().until(() -> locks(0).inspect(name).orElseThrow().holders().size() == 2);
		Aside<Boolean> writer = Aside.start(once(writing(2, name)));
		assertThat(other.get()).isTrue();
		assertThat(writer.future()).isNotDone();
		reading(0, name).unlock();
		assertThat(writer.get()).isTrue();
	}

	@Test
	default void waitingToReadAndToWriteIsInterrupted() throws Exception {
		String name = name();
		writing(0, name).lock();
		Aside<Boolean> reader = Aside.start(once(reading(1, name)));
		Aside<Boolean> writer = Aside.start(() -> writing(2, name).tryLock(PATIENCE.toSeconds(), TimeUnit.SECONDS));
		awaitWaiting(1, LockRequest.of(name), 1);
		awaitWaiting(2, LockRequest.of(name), 1);
		reader.interrupt();
		writer.interrupt();
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(reader::get);
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(writer::get);
		writing(0, name).unlock();
		assertThat(isFree(reading(1, name))).isTrue();
	}

	@Test
	default void interruptedThreadsGetNeither() {
		String name = name();
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> reading(0, name).lockInterruptibly());
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(InterruptedException.class)
			.isThrownBy(() -> writing(0, name).tryLock(1, TimeUnit.SECONDS));
		assertThat(Thread.interrupted()).isFalse();
	}

	@Test
	default void readersNeverSeeHalfAWrite() throws Exception {
		String name = name();
		int[] pair = new int[2];
		Rivals.race(6, (i) -> {
			for (int n = 0; n < 15; n++) {
				Lock lock = (i < 2) ? writing(i % 3, name) : reading(i % 3, name);
				lock.lock();
				try {
					if (i < 2) {
						pair[0]++;
						Thread.yield();
						pair[1]++;
					}
					else {
						assertThat(pair[0]).isEqualTo(pair[1]);
					}
				}
				finally {
					lock.unlock();
				}
			}
			return i;
		});
		assertThat(pair).containsExactly(30, 30);
	}

	@Test
	default void neitherHasConditions() {
		String name = name();
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> reading(0, name).newCondition());
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> writing(0, name).newCondition());
	}

}
