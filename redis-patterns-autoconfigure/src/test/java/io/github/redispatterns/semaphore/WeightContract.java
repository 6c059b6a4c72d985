package io.github.redispatterns.semaphore;

import java.time.Duration;
import java.util.List;

import io.github.redispatterns.support.Aside;
import io.github.redispatterns.support.Rivals;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Several permits at once, of one semaphore or of several.
 */
interface WeightContract extends SemaphoresUnderTest {

	// Redisson testReducePermits, OpenJDK SemaphoreTest.testTryAcquireN: all or none
	@Test
	default void severalPermitsAreTakenTogetherOrNotAtAll() throws Exception {
		PermitRequest request = semaphore(10);
		try (Permit seven = semaphores(0).acquire(request.withWeight(7))) {
			PermitDecision.Full full = full(1, request.withWeight(4));
			assertThat(full.inUse()).isEqualTo(7);
			try (Permit three = semaphores(1).acquire(request.withWeight(3))) {
				assertThat(inUse(request)).isEqualTo(10);
				full(2, request);
				assertThat(List.of(seven, three)).allMatch(Permit::isValid);
			}
			assertThat(inUse(request)).isEqualTo(7);
		}
		semaphores(2).acquire(request.withWeight(10)).close();
		assertThat(inUse(request)).isZero();
	}

	// Redisson RPermitExpirableSemaphore: permits that expired are there for the next one
	@Test
	default void allThatACrashedHolderHadComesBack() throws Exception {
		PermitRequest request = semaphore(6);
		semaphores(0).acquire(request.withWeight(4).withFixedLease(Duration.ofMillis(600)));
		semaphores(1).acquire(request.withWeight(2).withFixedLease(Duration.ofMillis(700)));
		try (Permit all = semaphores(2).acquire(request.withWeight(6).withWait(PATIENCE))) {
			assertThat(all.isValid()).isTrue();
			assertThat(inUse(request)).isEqualTo(6);
		}
		assertThat(inUse(request)).isZero();
	}

	@Test
	default void aLargeRequestWaitsForSeveralReleases() throws Exception {
		PermitRequest request = semaphore(3);
		List<Permit> small = List.of(semaphores(0).acquire(request), semaphores(1).acquire(request),
				semaphores(2).acquire(request));
		Aside<Permit> large = Aside.start(() -> semaphores(0).acquire(request.withWeight(3).withWait(PATIENCE)));
		awaitWaiters(request, 1);
		small.forEach(Permit::close);
		large.get().close();
	}

	@Test
	default void aRequestThatFitsMayOvertakeALargerOne() throws Exception {
		PermitRequest request = semaphore(4);
		try (Permit three = semaphores(0).acquire(request.withWeight(3))) {
			Aside<Permit> large = Aside.start(() -> semaphores(1).acquire(request.withWeight(4).withWait(PATIENCE)));
			awaitWaiters(request, 1);
			semaphores(2).acquire(request).close();
			semaphores(1).acquire(request).close();
			three.close();
			large.get().close();
		}
	}

	@Test
	default void severalSemaphoresAreTakenTogetherOrNotAtAll() throws Exception {
		PermitRequest one = semaphore(1);
		PermitRequest two = semaphore(2);
		Permit both = semaphores(0).tryAcquireAll(List.of(two.withWeight(2), one)).orElseThrow();
		assertThat(both.isValid()).isTrue();
		assertThat(both.remaining()).isPositive();
		assertThat(semaphores(1).tryAcquireAll(List.of(one, two))).isInstanceOf(PermitDecision.Full.class);
		both.close();
		both.close();
		try (Permit taken = semaphores(2).acquire(two)) {
			PermitDecision decision = semaphores(1).tryAcquireAll(List.of(one, two.withWeight(2)));
			assertThat(decision).isInstanceOfSatisfying(PermitDecision.Full.class,
					(full) -> assertThat(full.name()).isEqualTo(two.name()));
			assertThat(inUse(one)).isZero();
			assertThat(taken.isValid()).isTrue();
		}
	}

	@Test
	default void callersOfSeveralSemaphoresDoNotWaitInACircle() throws Exception {
		PermitRequest one = semaphore(1).withWait(PATIENCE);
		PermitRequest two = semaphore(1).withWait(PATIENCE);
		int[] unprotected = new int[1];
		Rivals.race(6, (i) -> {
			for (int n = 0; n < 10; n++) {
				List<PermitRequest> requests = (i % 2 == 0) ? List.of(one, two) : List.of(two, one);
				try (Permit both = semaphores(i % 3).tryAcquireAll(requests).orElseThrow()) {
					unprotected[0]++;
				}
			}
			return i;
		});
		assertThat(unprotected[0]).isEqualTo(60);
	}

	@Test
	default void aSemaphoreIsNamedOnceAmongSeveral() {
		PermitRequest request = semaphore(3);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> semaphores(0).tryAcquireAll(List.of(request, request.withWeight(2))))
			.withMessageContainingAll("'requests'", request.name(), "each semaphore once");
		assertThatIllegalArgumentException().isThrownBy(() -> semaphores(0).tryAcquireAll(List.of()))
			.withMessageContaining("at least one");
	}

}
