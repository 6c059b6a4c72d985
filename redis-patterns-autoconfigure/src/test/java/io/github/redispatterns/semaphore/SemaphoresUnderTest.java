package io.github.redispatterns.semaphore;

import java.time.Duration;

import io.github.redispatterns.support.RedisServers;
import org.awaitility.Awaitility;

/**
 * What the parts of the contract are tested with.
 */
interface SemaphoresUnderTest {

	Duration PATIENCE = Duration.ofSeconds(30);

	RedisServers servers();

	/**
	 * Semaphores of one of three instances.
	 */
	Semaphores semaphores(int instance);

	/**
	 * Pools of one of three instances.
	 */
	ResourcePools pools(int instance);

	/**
	 * A name that no other test uses.
	 */
	String name();

	/**
	 * Define a semaphore on all instances.
	 */
	default PermitRequest semaphore(int permits) {
		String name = name();
		for (int i = 0; i < 3; i++) {
			semaphores(i).register(SemaphorePolicy.of(name, permits));
		}
		return PermitRequest.of(name);
	}

	default PermitDecision.Full full(int instance, PermitRequest request) throws InterruptedException {
		return (PermitDecision.Full) semaphores(instance).tryAcquire(request);
	}

	default long inUse(PermitRequest request) {
		return semaphores(2).snapshot(request.name()).inUse();
	}

	default int waiters(PermitRequest request) {
		return semaphores(2).snapshot(request.name()).waiters().size();
	}

	/**
	 * Wait until so many callers wait for a semaphore.
	 */
	default void awaitWaiters(PermitRequest request, int callers) {
		Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> waiters(request) == callers);
	}

}
