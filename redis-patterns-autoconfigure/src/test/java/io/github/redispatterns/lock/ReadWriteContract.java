package io.github.redispatterns.lock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.redispatterns.support.Aside;
import io.github.redispatterns.support.CommandCounter;
import io.github.redispatterns.support.Rivals;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Locks for readers and writers: many read or one writes, and who waits to write is not
 * overtaken by those who come to read.
 * <p>
 * Many behaviours are those of Redisson's RedissonReadWriteLockTest and of madelson's
 * DistributedReaderWriterLockCoreTestCases, named at each test.
 */
interface ReadWriteContract extends LocksUnderTest {

	/**
	 * DistributedReaderWriterLockCoreTestCases.TestMultipleReadersSingleWriter,
	 * RedissonReadWriteLockTest.testMultiRead.
	 */
	@Test
	default void manyReadOrOneWrites() throws Exception {
		String name = name();
		HeldLock one = locks(0).lock(read(name));
		HeldLock two = Aside.call(() -> locks(0).lock(read(name)));
		HeldLock three = locks(1).lock(read(name));
		busy(2, write(name));
		Aside<HeldLock> writer = Aside.start(() -> locks(2).lock(write(name).withWait(PATIENCE)));
		awaitWaiting(2, read(name), 1);

		one.close();
		two.close();
		assertThat(three.verify()).isTrue();
		assertThat(writer.future()).isNotDone();
		three.close();
		HeldLock written = writer.get();
		busy(0, write(name));
		busy(0, read(name));
		written.close();
		locks(0).lock(write(name)).close();
	}

	/**
	 * DistributedReaderWriterLockCoreTestCases.TestWriterTrumpsReader.
	 */
	@Test
	default void aWaitingWriterKeepsNewReadersOutButNotThoseWhoReadAlready() throws Exception {
		String name = name();
		HeldLock reader = locks(0).lock(read(name));
		Aside<HeldLock> writer = Aside.start(() -> locks(1).lock(write(name).withWait(PATIENCE)));
		awaitIntent(name);

		assertThat(busy(2, read(name)).holder()).isNull();
		Aside<HeldLock> late = Aside.start(() -> locks(2).lock(read(name).withWait(PATIENCE)));
		awaitWaiting(2, read(name), 1);
		locks(0).lock(read(name)).close();
		assertThat(reader.verify()).isTrue();

		reader.close();
		HeldLock written = writer.get();
		assertThat(late.future()).isNotDone();
		written.close();
		late.get().close();
	}

	@Test
	default void aWriterThatGivesUpLetsReadersIn() throws Exception {
		String name = name();
		HeldLock reader = locks(0).lock(read(name));
		Aside<HeldLock> writer = Aside.start(() -> locks(1).lock(write(name).withWait(PATIENCE)));
		awaitIntent(name);
		Aside<HeldLock> late = Aside.start(() -> locks(2).lock(read(name).withWait(PATIENCE)));
		awaitWaiting(2, read(name), 1);

		writer.interrupt();
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(writer::get);
		late.get().close();
		assertThat(exists(name, "intent")).isZero();
		reader.close();
	}

	@Test
	default void aWriterThatDiedWaitingKeepsReadersOutForAWhileOnly() throws Exception {
		String name = name();
		try (HeldLock reader = locks(0).lock(read(name))) {
			assertThat(Contender.of(context(0), LockMode.WRITE, name, "a").look()).isFalse();
			busy(1, read(name));
			locks(1).lock(read(name).withWait(PATIENCE)).close();
			assertThat(reader.isValid()).isTrue();
		}
	}

	/**
	 * RedissonReadWriteLockTest.testReadLockExpiration, testReadLockLeaseTimeout: the
	 * reader with the shorter lease came later.
	 */
	@Test
	default void eachReaderHasALeaseOfItsOwn() throws Exception {
		String name = name();
		HeldLock longest = locks(0).lock(read(name));
		HeldLock shortest = locks(1).lock(read(name).withFixedLease(Duration.ofMillis(600)));
		Awaitility.await().until(() -> !shortest.isValid());
		assertThatExceptionOfType(LockLostException.class).isThrownBy(shortest::close);

		busy(2, write(name));
		longest.close();
		// the server ends the shortest a little later than its holder
		locks(2).lock(write(name).withWait(PATIENCE)).close();
	}

	/**
	 * RedissonReadWriteLockTest.testReadLockLeaseTimeoutDiffThreadsRRW: the longer lease
	 * was given back, the shorter one was not.
	 */
	@Test
	default void aWriterWaitsForTheLastLeaseAndNotLonger() throws Exception {
		String name = name();
		assertThat(Contender.of(context(0), LockMode.READ, name, "a").look(Duration.ofSeconds(2)).fence()).isPositive();
		locks(1).lock(read(name)).close();
		busy(2, write(name));
		locks(2).lock(write(name).withWait(PATIENCE)).close();
	}

	/**
	 * RedissonReadWriteLockTest.testMultiInstanceReadLockZombieCleanup: others renew the
	 * key for longer than the dead reader's lease.
	 */
	@Test
	default void aDeadReaderIsNotKeptAliveByOthers() throws Exception {
		String name = name();
		for (String dead : List.of("a", "b", "c")) {
			Contender.of(context(0), LockMode.READ, name, dead).look(Duration.ofMillis(100));
		}
		HeldLock living = locks(1).lock(read(name));
		Awaitility.await().until(() -> locks(2).inspect(name).orElseThrow().holders().size() == 1);
		assertThat(living.verify()).isTrue();
		living.close();
		locks(2).lock(write(name)).close();
	}

	/**
	 * RedissonReadWriteLockTest.testReadLockExpirationRenewal.
	 */
	@Test
	default void readersAreRenewed() throws Exception {
		String name = name();
		LockRequest request = read(name).withLease(Duration.ofSeconds(2));
		try (HeldLock one = locks(0).lock(request); HeldLock two = locks(1).lock(request)) {
			long end = System.nanoTime() + Duration.ofMillis(2500).toNanos();
			Awaitility.await().until(() -> {
				busy(2, write(name));
				return System.nanoTime() > end;
			});
			assertThat(List.of(one, two)).allMatch(HeldLock::isValid);
		}
	}

	/**
	 * RedissonReadWriteLockTest.testReadLockLeaseTimeoutDiffThreadsWRR.
	 */
	@Test
	default void allReadersGetItWhenTheLeaseOfADeadWriterEnds() throws Exception {
		String name = name();
		locks(0).lock(write(name).withFixedLease(Duration.ofMillis(600)));
		assertThat(readAtOnce(name, 2, () -> {
		})).isEqualTo(2);
	}

	/**
	 * RedissonReadWriteLockTest.testWriteRead.
	 */
	@Test
	default void allWhoWaitToReadReadAtOnceWhenTheWriterIsDone() throws Exception {
		String name = name();
		HeldLock writer = locks(0).lock(write(name));
		assertThat(readAtOnce(name, 18, () -> {
			for (int i = 0; i < 3; i++) {
				awaitWaiting(i, read(name), 6);
			}
			writer.close();
		})).isEqualTo(18);
	}

	/**
	 * RedissonReadWriteLockTest.testWR, testHoldCount.
	 */
	@Test
	default void whoWritesMayRead() throws Exception {
		String name = name();
		try (HeldLock writer = locks(0).lock(write(name))) {
			try (HeldLock reader = locks(0).lock(read(name)); HeldLock again = locks(0).lock(read(name))) {
				assertThat(reader.fence()).isEqualTo(writer.fence()).isEqualTo(again.fence());
				assertThat(locks(1).inspect(name).orElseThrow().holders()).extracting(LockInfo.Holder::mode)
					.containsExactly(LockMode.WRITE, LockMode.READ);
				assertThat(Aside.call(() -> locks(0).tryLock(read(name)))).isInstanceOf(Acquisition.Busy.class);
			}
			assertThat(writer.verify()).isTrue();
			busy(1, read(name));
		}
		locks(1).lock(write(name)).close();
	}

	/**
	 * RedissonReadWriteLockTest.testWriteReadReentrancy; that those who wait to read are
	 * woken is more than it asks.
	 */
	@Test
	default void aWriterBecomesAReaderAndOthersReadToo() throws Exception {
		String name = name();
		HeldLock writer = locks(0).lock(write(name));
		HeldLock reader = locks(0).lock(read(name));
		List<Aside<HeldLock>> others = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			int instance = i;
			others.add(Aside.start(() -> locks(instance).lock(read(name).withWait(PATIENCE))));
			awaitWaiting(i, read(name), 1);
		}
		writer.close();
		for (Aside<HeldLock> other : others) {
			HeldLock read = other.get();
			assertThat(read.fence()).isEqualTo(writer.fence());
			busy(2, write(name));
			read.close();
		}
		assertThat(reader.verify()).isTrue();
		busy(2, write(name));
		reader.close();
		locks(2).lock(write(name)).close();
	}

	@Test
	default void theOnlyReaderMayWrite() throws Exception {
		String name = name();
		HeldLock reader = locks(0).lock(read(name));
		HeldLock writer = locks(0).lock(write(name));
		assertThat(writer.fence()).isGreaterThan(reader.fence());
		busy(1, read(name));
		writer.close();
		locks(1).lock(read(name)).close();
		busy(1, write(name));
		reader.close();
		locks(1).lock(write(name)).close();
	}

	/**
	 * ReentrantReadWriteLockTest of the JDK: testWriteHoldCount, testReadHoldCount,
	 * testWriteToReadDowngrade, testReadHoldingWriteLock.
	 */
	@Test
	default void readingAndWritingNestAsInTheJdk() throws Exception {
		String name = name();
		HeldLock outer = locks(0).lock(write(name));
		HeldLock inner = locks(0).lock(write(name));
		HeldLock reader = locks(0).lock(read(name));
		HeldLock innermost = locks(0).lock(write(name));
		assertThat(List.of(inner, innermost)).allMatch((lock) -> lock.fence() == outer.fence());

		outer.close();
		innermost.close();
		busy(1, read(name));
		inner.close();
		busy(1, write(name));
		locks(1).lock(read(name)).close();
		try (HeldLock again = locks(0).lock(write(name))) {
			assertThat(again.fence()).isGreaterThan(outer.fence());
			reader.close();
			busy(1, read(name));
		}
		locks(1).lock(write(name)).close();
	}

	@Test
	default void anotherProcessMayGoOnReading() throws Exception {
		String name = name();
		String token = locks(0).lock(read(name)).detach();
		try (HeldLock reader = locks(1).attach(token).orElseThrow()) {
			busy(2, write(name));
			assertThat(reader.verify()).isTrue();
		}
		assertThat(locks(2).attach(token)).isEmpty();
		locks(2).lock(write(name)).close();
	}

	/**
	 * What Redisson #4796 reports as a hang.
	 */
	@Test
	default void oneOfManyReadersIsToldAtOnceThatItCannotWrite() throws Exception {
		String name = name();
		try (HeldLock other = locks(1).lock(read(name)); HeldLock reader = locks(0).lock(read(name))) {
			assertThatExceptionOfType(UpgradeDeadlockException.class)
				.isThrownBy(() -> locks(0).lock(write(name).withWait(Duration.ofHours(1))))
				.withMessageContaining("'" + name + "'");
			assertThat(List.of(other, reader)).allMatch(HeldLock::verify);
			assertThat(exists(name, "intent", "owner")).isZero();
		}
		locks(0).lock(write(name)).close();
	}

	@Test
	default void aWriterThatWaitsForAReaderDoesNotKeepItFromWriting() throws Exception {
		String name = name();
		HeldLock reader = locks(0).lock(read(name));
		Aside<HeldLock> waiting = Aside.start(() -> locks(0).lock(write(name).withWait(PATIENCE)));
		awaitIntent(name);
		HeldLock writer = locks(0).lock(write(name).withWait(PATIENCE));
		writer.close();
		assertThat(waiting.future()).isNotDone();
		reader.close();
		waiting.get().close();
	}

	@Test
	default void tokensOfWritersGrowAndThoseOfReadersAreTheLastWriters() throws Exception {
		String name = name();
		long last;
		try (HeldLock reader = locks(0).lock(read(name))) {
			last = reader.fence();
			assertThat(last).isPositive();
		}
		for (int i = 0; i < 20; i++) {
			try (HeldLock writer = locks(i % 3).lock(write(name))) {
				assertThat(writer.fence()).isGreaterThan(last);
				last = writer.fence();
			}
			try (HeldLock reader = locks((i + 1) % 3).lock(read(name))) {
				assertThat(reader.fence()).isEqualTo(last);
			}
		}
	}

	@Test
	default void otherModesKeepReadersAndWritersOutAndWakeThem() throws Exception {
		String name = name();
		for (LockMode mode : List.of(LockMode.MUTEX, LockMode.FAIR)) {
			HeldLock lock = locks(0).lock(read(name).withMode(mode));
			busy(1, read(name));
			busy(1, write(name));
			Aside<HeldLock> reader = Aside.start(() -> locks(1).lock(read(name).withWait(PATIENCE)));
			Awaitility.await().until(() -> exists(name, "waiters") == 1);
			lock.close();
			reader.get().close();
		}
		try (HeldLock writer = locks(0).lock(write(name))) {
			busy(1, read(name).withMode(LockMode.FAIR));
			busy(1, read(name).withMode(LockMode.MUTEX));
			assertThat(writer.isValid()).isTrue();
		}
	}

	/**
	 * RedissonReadWriteLockTest.testForceUnlock.
	 */
	@Test
	default void anOperatorSeesAllReadersAndTakesTheLockAway() throws Exception {
		String name = name();
		HeldLock one = locks(0).lock(read(name));
		HeldLock two = locks(1).lock(read(name));
		LockInfo info = locks(2).inspect(name).orElseThrow();
		assertThat(info.fence()).isEqualTo(one.fence());
		assertThat(info.holders()).hasSize(2).allSatisfy((holder) -> {
			assertThat(holder.mode()).isEqualTo(LockMode.READ);
			assertThat(holder.since()).isNull();
			assertThat(holder.remaining()).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(30));
		});

		assertThat(locks(2).forceRelease("stuck", name)).isTrue();
		assertThat(locks(2).forceRelease("stuck", name)).isFalse();
		assertThat(List.of(one, two)).noneMatch(HeldLock::verify);
		try (HeldLock writer = locks(2).lock(write(name))) {
			assertThat(writer.fence()).isGreaterThan(one.fence() + 1);
		}
	}

	@Test
	default void minimumHoldOfAReaderKeepsWritersOut() throws Exception {
		String name = name();
		locks(0).lock(read(name).withMinHold(Duration.ofSeconds(2))).close();
		locks(1).lock(read(name)).close();
		busy(1, write(name));
		locks(1).lock(write(name).withWait(PATIENCE)).close();
	}

	/**
	 * RedissonReadWriteLockTest.testConcurrencyLoop_MultiInstance, with readers.
	 */
	@Test
	default void noReaderSeesAWriteHalfDone() throws Exception {
		String name = name();
		int[] unprotected = new int[2];
		Rivals.race(9, (i) -> {
			for (int n = 0; n < 20; n++) {
				LockRequest request = ((n + i) % 4 == 0) ? write(name) : read(name);
				try (HeldLock lock = locks(i % 3).lock(request.withWait(PATIENCE))) {
					if (request.mode() == LockMode.WRITE) {
						unprotected[0]++;
						Thread.yield();
						unprotected[1]++;
					}
					assertThat(unprotected[0]).isEqualTo(unprotected[1]);
				}
			}
			return i;
		});
		assertThat(unprotected[0]).isEqualTo(45);
	}

	@Test
	default void readingAndWritingAreTwoCommandsEach() throws Exception {
		for (LockRequest request : List.of(read(name()), write(name()))) {
			locks(0).lock(request.withWait(PATIENCE)).close();
			try (CommandCounter counter = CommandCounter.on(servers())) {
				locks(0).lock(request.withWait(PATIENCE)).close();
				assertThat(counter.sent()).isEqualTo(Map.of("evalsha", 2L));
				assertThat(counter.counts()).doesNotContainKeys("publish", "spublish");
			}
		}
	}

	/**
	 * How many of so many readers of all instances read at the same time.
	 */
	private int readAtOnce(String name, int readers, Runnable whenAllWait) throws Exception {
		CountDownLatch together = new CountDownLatch(readers);
		List<Aside<Boolean>> asides = new ArrayList<>();
		for (int i = 0; i < readers; i++) {
			int instance = i % 3;
			asides.add(Aside.start(() -> {
				try (HeldLock lock = locks(instance).lock(read(name).withWait(PATIENCE))) {
					together.countDown();
					return together.await(PATIENCE.toSeconds(), TimeUnit.SECONDS) && lock.isValid();
				}
			}));
		}
		whenAllWait.run();
		int read = 0;
		for (Aside<Boolean> aside : asides) {
			read += aside.get() ? 1 : 0;
		}
		return read;
	}

	private void awaitIntent(String name) {
		Awaitility.await().until(() -> exists(name, "intent") == 1);
	}

	private static LockRequest read(String name) {
		return LockRequest.of(name).withMode(LockMode.READ);
	}

	private static LockRequest write(String name) {
		return LockRequest.of(name).withMode(LockMode.WRITE);
	}

}
