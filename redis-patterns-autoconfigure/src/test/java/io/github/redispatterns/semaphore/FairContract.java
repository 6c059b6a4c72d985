package io.github.redispatterns.semaphore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.redispatterns.support.Aside;
import io.github.redispatterns.support.Rivals;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Those who wait are served in turn.
 */
interface FairContract extends SemaphoresUnderTest {

	@Test
	default void instancesAreServedInTheOrderInWhichTheyCame() throws Exception {
		PermitRequest request = semaphore(1).withFair(true).withWait(PATIENCE);
		List<Integer> order = new CopyOnWriteArrayList<>();
		for (int round = 0; round < 3; round++) {
			order.clear();
			Permit permit = semaphores(0).acquire(request);
			List<Aside<Integer>> waiters = new ArrayList<>();
			for (int i : List.of(2, 0, 1)) {
				waiters.add(Aside.start(() -> {
					try (Permit mine = semaphores(i).acquire(request)) {
						order.add(i);
					}
					return i;
				}));
				awaitWaiters(request, waiters.size());
			}
			permit.close();
			for (Aside<Integer> waiter : waiters) {
				waiter.get();
			}
			assertThat(order).containsExactly(2, 0, 1);
		}
		assertThat(waiters(request)).isZero();
	}

	// OpenJDK SemaphoreTest, fair: a large request at the head is not overtaken
	@Test
	default void aLargeRequestThatIsFirstIsNotOvertaken() throws Exception {
		PermitRequest request = semaphore(4).withFair(true);
		Permit one = semaphores(0).acquire(request);
		Permit two = semaphores(0).acquire(request);
		Aside<Permit> large = Aside.start(() -> semaphores(1).acquire(request.withWeight(4).withWait(PATIENCE)));
		awaitWaiters(request, 1);

		full(2, request);
		Aside<Permit> small = Aside.start(() -> semaphores(2).acquire(request.withWait(PATIENCE)));
		awaitWaiters(request, 2);
		one.close();
		full(0, request);
		assertThat(small.future()).isNotDone();
		two.close();

		try (Permit all = large.get()) {
			assertThat(small.future()).isNotDone();
			assertThat(all.isValid()).isTrue();
		}
		small.get().close();
	}

	@Test
	default void whatIsLeftGoesToTheNextOnesAtOnce() throws Exception {
		PermitRequest request = semaphore(3).withFair(true);
		Permit all = semaphores(0).acquire(request.withWeight(3));
		List<Aside<Permit>> waiters = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			int instance = i;
			waiters.add(Aside.start(() -> semaphores(instance).acquire(request.withWait(PATIENCE))));
			awaitWaiters(request, i + 1);
		}
		all.close();
		for (Aside<Permit> waiter : waiters) {
			waiter.get();
		}
		assertThat(inUse(request)).isEqualTo(3);
		for (Aside<Permit> waiter : waiters) {
			waiter.get().close();
		}
	}

	// Redisson fair lock: an abandoned waiter does not hold up the others
	@Test
	default void whoGivesUpMakesRoomForThoseBehind() throws Exception {
		PermitRequest request = semaphore(4).withFair(true);
		try (Permit three = semaphores(0).acquire(request.withWeight(3))) {
			Aside<PermitDecision> large = Aside
				.start(() -> semaphores(1).tryAcquire(request.withWeight(4).withWait(Duration.ofMillis(2500))));
			awaitWaiters(request, 1);
			Aside<Permit> small = Aside.start(() -> semaphores(2).acquire(request.withWait(PATIENCE)));
			assertThat(large.get()).isInstanceOf(PermitDecision.Full.class);
			small.get().close();
			assertThat(three.isValid()).isTrue();
		}
	}

	@Test
	default void fiftyDeadWaitersHoldUpNobody() throws Exception {
		PermitRequest request = semaphore(1).withFair(true);
		Permit permit = semaphores(0).acquire(request);
		String entity = "test:semaphore:{" + request.name() + "}:";
		long now = System.currentTimeMillis();
		for (int i = 0; i < 50; i++) {
			servers().client().zadd(entity + "waiters", now, "dead" + i + ":1");
			servers().client().zadd(entity + "queue", i + 1, "dead" + i + ":1");
		}
		Aside<Permit> waiter = Aside.start(() -> semaphores(1).acquire(request.withWait(PATIENCE)));
		awaitWaiters(request, 51);
		long released = System.nanoTime();
		permit.close();
		Permit next = waiter.get();
		// one after the other it would be 50 claim times, which are 150 seconds
		assertThat(Duration.ofNanos(System.nanoTime() - released)).isLessThan(Duration.ofSeconds(25));
		next.close();
		assertThat(waiters(request)).isZero();
	}

	@Test
	default void manyThreadsOfManyInstancesAllGetTheirTurn() throws Exception {
		PermitRequest request = semaphore(2).withFair(true).withWait(PATIENCE);
		Rivals.race(9, (i) -> {
			for (int n = 0; n < 10; n++) {
				try (Permit permit = semaphores(i % 3).acquire(request.withWeight(1 + i % 2))) {
					assertThat(permit.isValid()).isTrue();
				}
			}
			return i;
		});
		assertThat(inUse(request)).isZero();
		assertThat(waiters(request)).isZero();
	}

}
