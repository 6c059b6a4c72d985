package io.github.redispatterns.semaphore;

import java.util.ArrayList;
import java.util.List;

import io.github.redispatterns.support.Aside;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Other numbers of permits, at run time and by configuration.
 */
interface ResizeContract extends SemaphoresUnderTest {

	// Redisson testAddPermits, OpenJDK SemaphoreTest.testReleaseN
	@Test
	default void morePermitsWakeThoseWhoWait() throws Exception {
		PermitRequest request = semaphore(1);
		Permit first = semaphores(0).acquire(request);
		Aside<Permit> waiter = Aside.start(() -> semaphores(1).acquire(request.withWeight(2).withWait(PATIENCE)));
		assertThatIllegalArgumentException().isThrownBy(waiter::get).withMessageContaining("at most 1");
		Aside<Permit> one = Aside.start(() -> semaphores(1).acquire(request.withWait(PATIENCE)));
		awaitWaiters(request, 1);

		assertThat(semaphores(2).resize(Resize.of(request.name(), 4, "ada"))).isTrue();
		one.get().close();
		semaphores(0).acquire(request.withWeight(3)).close();
		SemaphoreInfo info = semaphores(0).snapshot(request.name());
		assertThat(info.permits()).isEqualTo(4);
		assertThat(info.resizedBy()).isEqualTo("ada");
		first.close();
	}

	// Redisson testReducePermits: nobody is evicted
	@Test
	default void fewerPermitsTakeNobodysAway() throws Exception {
		PermitRequest request = semaphore(4);
		List<Permit> permits = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			permits.add(semaphores(i % 3).acquire(request));
		}
		assertThat(semaphores(0).resize(Resize.of(request.name(), 2, "ada"))).isTrue();
		assertThat(permits).allMatch(Permit::isValid);
		assertThat(inUse(request)).isEqualTo(4);
		permits.remove(0).close();
		permits.remove(0).close();
		full(1, request);
		permits.remove(0).close();
		semaphores(1).acquire(request).close();
		permits.remove(0).close();
	}

	@Test
	default void noPermitsArePausedUntilThereAreSome() throws Exception {
		PermitRequest request = semaphore(2);
		assertThat(semaphores(0).resize(Resize.of(request.name(), 0, "ada"))).isTrue();
		assertThat(full(1, request).permits()).isZero();
		Aside<Permit> waiter = Aside.start(() -> semaphores(1).acquire(request.withWait(PATIENCE)));
		awaitWaiters(request, 1);
		assertThat(semaphores(2).resize(Resize.of(request.name(), 1, "ada"))).isTrue();
		waiter.get().close();

		PermitRequest paused = semaphore(0);
		full(0, paused.withWeight(3));
	}

	@Test
	default void aChangeConcernsOneKey() throws Exception {
		String name = semaphore(1).name();
		assertThat(semaphores(0).resize(Resize.of(name, 2, "ada").withKey("a"))).isTrue();
		try (Permit one = semaphores(0).acquire(PermitRequest.of(name, "a"));
				Permit two = semaphores(1).acquire(PermitRequest.of(name, "a"));
				Permit other = semaphores(1).acquire(PermitRequest.of(name, "b"))) {
			full(1, PermitRequest.of(name, "b"));
			assertThat(List.of(one, two, other)).allMatch(Permit::isValid);
		}
	}

	@Test
	default void aHigherVersionInForceRefusesAnOlderChange() {
		PermitRequest request = semaphore(1);
		assertThat(semaphores(0).resize(Resize.of(request.name(), 5, "ada").withVersion(3))).isTrue();
		assertThat(semaphores(1).resize(Resize.of(request.name(), 7, "bob").withVersion(2))).isFalse();
		assertThat(semaphores(1).snapshot(request.name()).permits()).isEqualTo(5);
		assertThat(semaphores(1).resize(Resize.of(request.name(), 6, "bob"))).isTrue();
		SemaphoreInfo info = semaphores(1).snapshot(request.name());
		assertThat(info.permits()).isEqualTo(6);
		assertThat(info.version()).isEqualTo(3);
	}

	@Test
	default void theHigherVersionOfTheConfigurationCountsWhoeverCameLast() throws Exception {
		String name = name();
		PermitRequest request = PermitRequest.of(name);
		semaphores(0).register(SemaphorePolicy.of(name, 5).withVersion(2));
		semaphores(1).register(SemaphorePolicy.of(name, 9).withVersion(1));
		semaphores(2).register(SemaphorePolicy.of(name, 9).withVersion(3));
		semaphores(0).acquire(request).close();
		semaphores(1).acquire(request).close();
		assertThat(semaphores(1).snapshot(name).permits()).isEqualTo(5);
		assertThat(semaphores(1).conflicts()).filteredOn((conflict) -> conflict.name().equals(name))
			.singleElement()
			.isEqualTo(new SemaphoreEvent.ConfigurationConflict(name, 9, 1, 5, 2));

		semaphores(2).acquire(request).close();
		semaphores(0).acquire(request).close();
		assertThat(semaphores(0).snapshot(name).permits()).isEqualTo(9);
		assertThat(semaphores(0).conflicts()).anyMatch((conflict) -> conflict.name().equals(name));
		assertThat(semaphores(2).conflicts()).noneMatch((conflict) -> conflict.name().equals(name));
	}

	@Test
	default void ofOneVersionTheFewestPermitsCountWhoeverCameFirst() throws Exception {
		for (List<Integer> order : List.of(List.of(0, 1), List.of(1, 0))) {
			String name = name();
			semaphores(0).register(SemaphorePolicy.of(name, 3));
			semaphores(1).register(SemaphorePolicy.of(name, 8));
			for (int instance : order) {
				semaphores(instance).acquire(PermitRequest.of(name)).close();
			}
			semaphores(1).acquire(PermitRequest.of(name)).close();
			assertThat(semaphores(0).snapshot(name).permits()).isEqualTo(3);
			assertThat(semaphores(1).conflicts()).anyMatch((conflict) -> conflict.name().equals(name));
		}
	}

	@Test
	default void aHigherVersionOfTheConfigurationEndsAChange() throws Exception {
		String name = name();
		semaphores(0).register(SemaphorePolicy.of(name, 3));
		semaphores(1).register(SemaphorePolicy.of(name, 4).withVersion(1));
		semaphores(0).resize(Resize.of(name, 7, "ada"));
		semaphores(0).acquire(PermitRequest.of(name)).close();
		assertThat(semaphores(0).snapshot(name).permits()).isEqualTo(7);
		assertThat(semaphores(0).conflicts()).noneMatch((conflict) -> conflict.name().equals(name));

		semaphores(1).acquire(PermitRequest.of(name)).close();
		SemaphoreInfo info = semaphores(1).snapshot(name);
		assertThat(info.permits()).isEqualTo(4);
		assertThat(info.resizedBy()).isNull();
	}

}
