package io.github.redispatterns.lock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redispatterns.LossCause;
import io.github.redispatterns.PatternConfigurationException;
import io.github.redispatterns.support.Aside;
import io.github.redispatterns.support.Rivals;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Several locks at once: all or none.
 */
interface GroupContract extends LocksUnderTest {

	@Test
	default void allKeysAreTakenOrNone() throws Exception {
		String name = name();
		LockRequest all = LockRequest.of(name, "c", "a", "b");
		try (HeldLock one = locks(0).lock(LockRequest.of(name, "b"))) {
			assertThat(busy(1, all).name()).isEqualTo(name);
			assertThat(locks(1).inspect(name, "a")).isEmpty();
			assertThat(locks(1).inspect(name, "c")).isEmpty();
			assertThat(one.isValid()).isTrue();
		}
		try (HeldLock lock = locks(1).lock(all)) {
			assertThat(lock.isValid()).isTrue();
			assertThat(lock.remaining()).isPositive();
			assertThat(lock.request()).isEqualTo(all);
			for (String key : all.keys()) {
				busy(0, LockRequest.of(name, key));
			}
		}
		for (String key : all.keys()) {
			assertThat(locks(0).inspect(name, key)).isEmpty();
		}
	}

	@Test
	default void locksOfSeveralNamesAreTakenTogether() throws Exception {
		LockRequest order = LockRequest.of(name(), "42");
		LockRequest stock = LockRequest.of(name());
		try (HeldLock lock = locks(0).lock(List.of(stock, order, stock))) {
			assertThat(lock.parts()).extracting(HeldLock::request).containsExactlyInAnyOrder(order, stock);
			assertThat(lock.parts()).extracting(HeldLock::fence)
				.contains(lock.fence())
				.allMatch((fence) -> fence >= lock.fence());
			assertThat(lock.verify()).isTrue();
			assertThat(lock.extend(Duration.ofMinutes(5))).isTrue();
			assertThat(busy(1, order).remaining()).isGreaterThan(Duration.ofMinutes(4));
			assertThat(busy(1, stock).remaining()).isGreaterThan(Duration.ofMinutes(4));
			assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(lock::detach);
		}
		locks(1).lock(List.of(order, stock)).close();
	}

	@Test
	default void oneLockMustNotBeWantedInTwoWays() {
		LockRequest request = LockRequest.of(name());
		assertThatExceptionOfType(PatternConfigurationException.class)
			.isThrownBy(() -> locks(0).tryLock(List.of(request, request.withMinHold(Duration.ofSeconds(1)))))
			.withMessageContaining("'requests'");
		assertThatExceptionOfType(PatternConfigurationException.class).isThrownBy(() -> locks(0).tryLock(List.of()));
	}

	@Test
	default void whoWaitsForOneKeepsNobodyFromTheOthers() throws Exception {
		String name = name();
		HeldLock one = locks(0).lock(LockRequest.of(name, "b"));
		Aside<HeldLock> all = Aside.start(() -> locks(1).lock(LockRequest.of(name, "a", "b", "c").withWait(PATIENCE)));
		Awaitility.await()
			.until(() -> locks(2).inspect(name, "b").filter((info) -> !info.waiters().isEmpty()).isPresent());

		locks(2).lock(LockRequest.of(name, "a")).close();
		locks(2).lock(LockRequest.of(name, "c")).close();
		one.close();
		all.get().close();
	}

	@Test
	default void whatIsGivenBackOnAConflictIsFreeAtOnce() throws Exception {
		String name = name();
		try (HeldLock one = locks(0).lock(LockRequest.of(name, "b"))) {
			busy(1, LockRequest.of(name, "a", "b").withMinHold(Duration.ofSeconds(20)));
			locks(2).lock(LockRequest.of(name, "a")).close();
			assertThat(one.isValid()).isTrue();
		}
	}

	@Test
	default void theLossOfOneIsTheLossOfAllAndTheOthersAreGivenBack() throws Exception {
		String name = name();
		HeldLock lock = locks(0).lock(LockRequest.of(name, "a", "b", "c"));
		AtomicInteger told = new AtomicInteger();
		lock.onLost((cause) -> told.incrementAndGet());
		locks(1).forceRelease("stuck", name, "a");
		locks(1).forceRelease("stuck", name, "c");

		assertThat(lock.verify()).isFalse();
		assertThat(lock.isValid()).isFalse();
		assertThat(lock.remaining()).isZero();
		assertThatExceptionOfType(LockLostException.class).isThrownBy(lock::close).satisfies((ex) -> {
			assertThat(ex.reason()).isEqualTo(LossCause.TAKEN);
			assertThat(ex.getSuppressed()).hasSize(1);
		});
		lock.close();
		assertThat(locks(1).inspect(name, "b")).isEmpty();
		Awaitility.await().until(() -> told.get() == 1);
	}

	@Test
	default void theSameThreadMayHoldOneOfThemAlready() throws Exception {
		String name = name();
		try (HeldLock one = locks(0).lock(LockRequest.of(name, "b"))) {
			locks(0).lock(LockRequest.of(name, "a", "b")).close();
			busy(1, LockRequest.of(name, "b"));
			assertThat(one.isValid()).isTrue();
		}
	}

	@Test
	default void randomSetsThatOverlapAlwaysGetTheirTurn() {
		String name = name();
		int[] unprotected = new int[6];
		AtomicInteger expected = new AtomicInteger();
		Rivals.race(9, Duration.ofMinutes(2), (i) -> {
			Random random = new Random(i);
			for (int n = 0; n < 20; n++) {
				List<Integer> keys = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5));
				Collections.shuffle(keys, random);
				List<Integer> some = keys.subList(0, 1 + random.nextInt(4));
				LockRequest request = LockRequest.of(name, some.stream().map(String::valueOf).toArray(String[]::new));
				try (HeldLock lock = locks(i % 3).lock(request.withWait(Duration.ofMinutes(2)))) {
					some.forEach((key) -> unprotected[key]++);
					expected.addAndGet(some.size());
				}
			}
			return i;
		});
		int sum = 0;
		for (int count : unprotected) {
			sum += count;
		}
		assertThat(sum).isEqualTo(expected.get());
	}

}
