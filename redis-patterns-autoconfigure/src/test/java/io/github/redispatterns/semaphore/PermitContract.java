package io.github.redispatterns.semaphore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redispatterns.LossCause;
import io.github.redispatterns.PatternConfigurationException;
import io.github.redispatterns.support.Aside;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Permits: so many and never more, owned by whoever has the handle.
 */
interface PermitContract extends SemaphoresUnderTest {

	@Test
	default void asManyAsThereArePermitsGetOne() throws Exception {
		PermitRequest request = semaphore(3);
		List<Permit> permits = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			permits.add(semaphores(i).acquire(request));
		}
		PermitDecision.Full full = full(0, request);
		assertThat(full.inUse()).isEqualTo(3);
		assertThat(full.permits()).isEqualTo(3);
		assertThatExceptionOfType(PermitNotAvailableException.class).isThrownBy(() -> semaphores(1).acquire(request))
			.withMessageContaining("3 of 3");

		permits.get(2).close();
		try (Permit next = semaphores(0).acquire(request)) {
			assertThat(next.isValid()).isTrue();
		}
		permits.forEach(Permit::close);
		assertThat(inUse(request)).isZero();
	}

	@Test
	default void keysOfOneNameHavePermitsOfTheirOwn() throws Exception {
		String name = semaphore(1).name();
		try (Permit one = semaphores(0).acquire(PermitRequest.of(name, "1"));
				Permit two = semaphores(1).acquire(PermitRequest.of(name, "2 {:}"));
				Permit all = semaphores(2).acquire(PermitRequest.of(name))) {
			assertThat(List.of(one, two, all)).allMatch(Permit::isValid);
			full(2, PermitRequest.of(name, "1"));
		}
	}

	// Redisson: RSemaphore.release only counts up
	@Test
	default void closingTwiceOrTooLateGivesNothingBackTwice() throws Exception {
		PermitRequest request = semaphore(2);
		Permit kept = semaphores(0).acquire(request);
		Permit twice = semaphores(0).acquire(request);
		twice.close();
		twice.close();
		Permit late = semaphores(1).acquire(request.withFixedLease(Duration.ofMillis(600)));
		Awaitility.await().until(() -> !late.isValid());
		try (Permit next = semaphores(1).acquire(request.withWait(PATIENCE))) {
			late.close();
			assertThat(inUse(request)).isEqualTo(2);
			full(2, request);
			assertThat(next.isValid()).isTrue();
		}
		kept.close();
	}

	@Test
	default void aWaiterIsWokenByTheRelease() throws Exception {
		PermitRequest request = semaphore(1);
		Permit permit = semaphores(0).acquire(request);
		Aside<Permit> waiter = Aside.start(() -> semaphores(1).acquire(request.withWait(PATIENCE)));
		awaitWaiters(request, 1);

		permit.close();
		waiter.get().close();
		assertThat(waiters(request)).isZero();
	}

	@Test
	default void waitersOfOneInstanceAreServedInTheOrderInWhichTheyCame() throws Exception {
		PermitRequest request = semaphore(1).withWait(PATIENCE);
		Permit permit = semaphores(0).acquire(request);
		List<Integer> order = new ArrayList<>();
		List<Aside<Integer>> waiters = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			int number = i;
			waiters.add(Aside.start(() -> {
				try (Permit mine = semaphores(0).acquire(request)) {
					order.add(number);
				}
				return number;
			}));
			int waiting = i + 1;
			Awaitility.await().until(() -> locallyWaiting(0, request) == waiting);
		}
		permit.close();
		for (Aside<Integer> waiter : waiters) {
			waiter.get();
		}
		assertThat(order).containsExactly(0, 1, 2, 3, 4);
	}

	/**
	 * Callers of an instance that wait.
	 */
	int locallyWaiting(int instance, PermitRequest request);

	// Redisson: a permit of a crashed client never comes back (#2045, #4462)
	@Test
	default void aWaiterGetsThePermitWhenTheLeaseOfADeadHolderEnds() throws Exception {
		PermitRequest request = semaphore(1);
		semaphores(0).acquire(request.withFixedLease(Duration.ofMillis(600)));
		try (Permit permit = semaphores(1).acquire(request.withWait(PATIENCE))) {
			assertThat(permit.isValid()).isTrue();
		}
	}

	// Redisson testTryAcquire: the wait ends in time
	@Test
	default void waitingEndsWithARefusal() throws Exception {
		PermitRequest request = semaphore(1);
		try (Permit permit = semaphores(0).acquire(request)) {
			PermitDecision.Full full = full(1, request.withWait(Duration.ofMillis(200)));
			assertThat(full.waited()).isGreaterThanOrEqualTo(Duration.ofMillis(200));
			assertThat(waiters(request)).isZero();
			assertThat(permit.isValid()).isTrue();
		}
	}

	@Test
	default void whoStoodBehindOthersAllTheTimeIsToldHowFullItIs() throws Exception {
		PermitRequest request = semaphore(2);
		try (Permit permit = semaphores(0).acquire(request.withWeight(2))) {
			Aside<Permit> first = Aside.start(() -> semaphores(1).acquire(request.withWait(PATIENCE)));
			Awaitility.await().until(() -> locallyWaiting(1, request) == 1);
			PermitDecision.Full full = full(1, request.withWait(Duration.ofMillis(100)));
			assertThat(full.inUse()).isEqualTo(2);
			assertThat(full.permits()).isEqualTo(2);
			permit.close();
			first.get().close();
		}
	}

	@Test
	default void itIsRenewedWhileItIsHeld() throws Exception {
		PermitRequest request = semaphore(1).withLease(Duration.ofSeconds(2));
		try (Permit permit = semaphores(0).acquire(request)) {
			long end = System.nanoTime() + Duration.ofMillis(2500).toNanos();
			Awaitility.await().until(() -> {
				full(1, request);
				return System.nanoTime() > end;
			});
			assertThat(permit.isValid()).isTrue();
		}
	}

	// redis-semaphore: the lost callback; madelson: the lost token fires once and not on
	// release
	@Test
	default void aFixedLeaseEndsAndTheHolderLearnsItOnce() throws Exception {
		PermitRequest request = semaphore(1);
		Permit permit = semaphores(0).acquire(request.withFixedLease(Duration.ofMillis(600)));
		AtomicInteger told = new AtomicInteger();
		permit.onLost((cause) -> told.addAndGet((cause == LossCause.EXPIRED) ? 1 : 100));

		Awaitility.await().until(() -> told.get() == 1);
		assertThat(permit.isValid()).isFalse();
		assertThat(permit.remaining()).isZero();
		assertThat(permit.extend(Duration.ofMinutes(1))).isFalse();
		CompletableFuture<LossCause> late = new CompletableFuture<>();
		permit.onLost(late::complete);
		assertThat(late.get()).isEqualTo(LossCause.EXPIRED);
		permit.close();
		assertThat(told).hasValue(1);

		Permit next = semaphores(1).acquire(request.withWait(PATIENCE));
		AtomicInteger released = new AtomicInteger();
		next.onLost((cause) -> released.incrementAndGet());
		next.close();
		assertThat(released).hasValue(0);
	}

	@Test
	default void maximumHoldEndsTheRenewal() throws Exception {
		PermitRequest request = semaphore(1).withLease(Duration.ofSeconds(1)).withMaxHold(Duration.ofSeconds(1));
		CompletableFuture<LossCause> lost = new CompletableFuture<>();
		semaphores(0).acquire(request).onLost(lost::complete);
		semaphores(1).acquire(request.withWait(PATIENCE)).close();
		assertThat(lost.get()).isEqualTo(LossCause.MAX_HOLD);
	}

	@Test
	default void extensionBeginsAnotherLease() throws Exception {
		PermitRequest request = semaphore(1);
		try (Permit permit = semaphores(0).acquire(request.withFixedLease(Duration.ofSeconds(5)))) {
			assertThat(permit.extend(Duration.ofMinutes(1))).isTrue();
			assertThat(permit.remaining()).isGreaterThan(Duration.ofSeconds(50));
			assertThat(semaphores(1).snapshot(request.name()).holders()).singleElement()
				.satisfies((holder) -> assertThat(holder.remaining()).isGreaterThan(Duration.ofSeconds(50)));
		}
	}

	@Test
	default void anotherThreadMayGiveItBack() throws Exception {
		PermitRequest request = semaphore(1);
		Permit permit = semaphores(0).acquire(request);
		Aside.call(() -> {
			permit.close();
			return null;
		});
		semaphores(1).acquire(request).close();
	}

	@Test
	default void anAsynchronousCallerGetsItToo() throws Exception {
		PermitRequest request = semaphore(1).withWait(PATIENCE);
		Permit first = semaphores(0).acquire(request);
		CompletableFuture<Permit> second = semaphores(0).acquireAsync(request).toCompletableFuture();
		first.close();
		second.get().close();
	}

	// OpenJDK SemaphoreTest.testAcquire_Interrupted
	@Test
	default void anInterruptedWaiterStopsWaiting() throws Exception {
		PermitRequest request = semaphore(1);
		try (Permit permit = semaphores(0).acquire(request)) {
			Thread.currentThread().interrupt();
			assertThatExceptionOfType(InterruptedException.class)
				.isThrownBy(() -> semaphores(1).acquire(request.withWait(PATIENCE)));
			assertThat(permit.isValid()).isTrue();
		}
		assertThat(waiters(request)).isZero();
	}

	@Test
	default void workIsDoneWithAPermitThatComesBackAlsoWhenItFails() throws Exception {
		PermitRequest request = semaphore(1);
		assertThat(semaphores(0).execute(request, () -> inUse(request))).isEqualTo(1);
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> semaphores(0).execute(request, () -> {
			throw new IllegalStateException("no");
		}));
		assertThat(inUse(request)).isZero();
	}

	@Test
	default void anOperatorSeesWhoHoldsAndWhoWaits() throws Exception {
		PermitRequest request = semaphore(5);
		try (Permit one = semaphores(0).acquire(request); Permit three = semaphores(1).acquire(request.withWeight(3))) {
			Aside<Permit> waiter = Aside.start(() -> semaphores(1).acquire(request.withWeight(2).withWait(PATIENCE)));
			awaitWaiters(request, 1);
			SemaphoreInfo info = semaphores(2).snapshot(request.name());
			assertThat(info.permits()).isEqualTo(5);
			assertThat(info.inUse()).isEqualTo(4);
			assertThat(info.resizedBy()).isNull();
			assertThat(info.holders()).extracting(SemaphoreInfo.Holder::weight).containsExactlyInAnyOrder(1, 3);
			assertThat(info.holders()).extracting(SemaphoreInfo.Holder::instance).doesNotHaveDuplicates();
			one.close();
			waiter.get().close();
			assertThat(three.isValid()).isTrue();
		}
	}

	@Test
	default void nobodyAsksForMoreThanThereIs() {
		PermitRequest request = semaphore(3);
		assertThatExceptionOfType(PatternConfigurationException.class)
			.isThrownBy(() -> semaphores(0).tryAcquire(request.withWeight(4).withWait(PATIENCE)))
			.withMessageContainingAll("'weight'", "is 4", "at most 3", request.name());
		assertThatExceptionOfType(PatternConfigurationException.class)
			.isThrownBy(() -> semaphores(0).tryAcquire(PermitRequest.of("nobody-defines-it")))
			.withMessageContainingAll("nobody-defines-it", "redis-patterns.semaphore.named");
	}

}
