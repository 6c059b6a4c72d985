package io.github.redispatterns.semaphore;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redispatterns.support.Rivals;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Never more than there are, whoever asks.
 */
interface LimitContract extends SemaphoresUnderTest {

	// madelson SemaphoreCoreTestCases: never above the maximum, all of it used
	@Test
	default void manyThreadsOfManyInstancesNeverHaveMoreThanThereAre() throws Exception {
		PermitRequest request = semaphore(7).withWait(PATIENCE);
		AtomicInteger held = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		Rivals.race(12, (i) -> {
			for (int n = 0; n < 20; n++) {
				int weight = ThreadLocalRandom.current().nextInt(1, 5);
				boolean fair = ThreadLocalRandom.current().nextInt(4) == 0;
				try (Permit permit = semaphores(i % 3).acquire(request.withWeight(weight).withFair(fair))) {
					most.accumulateAndGet(held.addAndGet(weight), Math::max);
					Thread.yield();
					held.addAndGet(-weight);
				}
			}
			return i;
		});
		assertThat(most.get()).isBetween(2, 7);
		assertThat(inUse(request)).isZero();
		assertThat(waiters(request)).isZero();
	}

	@Test
	default void neverMoreThanTheMostThereEverWereWhileItIsResized() throws Exception {
		PermitRequest request = semaphore(5).withWait(PATIENCE);
		AtomicInteger held = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		Rivals.race(7, (i) -> {
			for (int n = 0; n < 15; n++) {
				if (i == 6) {
					semaphores(n % 3).resize(Resize.of(request.name(), 2 + n % 4, "ada"));
					continue;
				}
				int weight = 1 + (i + n) % 2;
				try (Permit permit = semaphores(i % 3).acquire(request.withWeight(weight))) {
					most.accumulateAndGet(held.addAndGet(weight), Math::max);
					held.addAndGet(-weight);
				}
			}
			return i;
		});
		assertThat(most.get()).isBetween(1, 5);
		assertThat(inUse(request)).isZero();
	}

}
