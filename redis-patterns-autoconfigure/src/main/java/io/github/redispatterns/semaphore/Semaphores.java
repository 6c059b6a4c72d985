package io.github.redispatterns.semaphore;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;

/**
 * Permits that all instances share: never more are out than there are.
 * <p>
 * Getting and giving back a permit is one command each. A permit is held for a lease that
 * is renewed while it is in use, so those of a crashed instance come back by themselves.
 * Whoever holds one is told that it is lost before anybody else can get it. Safe for
 * concurrent use.
 */
public interface Semaphores {

	/**
	 * Make a semaphore known. Those in {@code redis-patterns.semaphore.named} are.
	 * @param policy its name and its permits
	 * @throws io.github.redispatterns.PatternConfigurationException if another one of
	 * that name is known
	 */
	void register(SemaphorePolicy policy);

	/**
	 * List what is known.
	 * @return the semaphores, by name
	 */
	Collection<SemaphorePolicy> policies();

	/**
	 * Try to get permits, as long as the request waits.
	 * @param request which
	 * @return the permit, or how full it is
	 * @throws InterruptedException if the thread is interrupted while it waits
	 * @throws io.github.redispatterns.PatternConfigurationException if nobody defines the
	 * semaphore, or it never has that many permits
	 * @throws io.github.redispatterns.RedisUnavailableException if Redis cannot answer;
	 * the permit is given back should Redis have granted it
	 */
	PermitDecision tryAcquire(PermitRequest request) throws InterruptedException;

	/**
	 * Try to get permits of several semaphores, all or none. They are taken in one order
	 * by everybody, so callers cannot wait for each other in a circle.
	 * @param requests which, each semaphore once
	 * @return one permit that stands for all, or the first that was full
	 * @throws InterruptedException if the thread is interrupted while it waits
	 * @throws io.github.redispatterns.RedisUnavailableException if Redis cannot answer;
	 * what was taken is given back
	 */
	PermitDecision tryAcquireAll(List<PermitRequest> requests) throws InterruptedException;

	/**
	 * Get permits.
	 * @param request which
	 * @return the permit
	 * @throws InterruptedException if the thread is interrupted while it waits
	 * @throws PermitNotAvailableException if it was full for as long as the request waits
	 * @throws io.github.redispatterns.RedisUnavailableException if Redis cannot answer
	 */
	default Permit acquire(PermitRequest request) throws InterruptedException {
		return tryAcquire(request).orElseThrow();
	}

	/**
	 * Get permits without blocking this thread.
	 * @param request which
	 * @return completed with the permit, or as {@link #acquire} fails
	 */
	CompletionStage<Permit> acquireAsync(PermitRequest request);

	/**
	 * Work with permits.
	 * @param <T> type of the result
	 * @param request which
	 * @param work what to do
	 * @return what the work returned
	 * @throws PermitNotAvailableException if it was full for as long as the request waits
	 * @throws Exception what the work threw
	 */
	default <T> T execute(PermitRequest request, Callable<T> work) throws Exception {
		try (Permit permit = acquire(request)) {
			return work.call();
		}
	}

	/**
	 * Look who holds permits.
	 * @param name name of the semaphore
	 * @param key which of the semaphores of that name, or nothing
	 * @return permits, holders and waiters
	 * @throws io.github.redispatterns.RedisUnavailableException if Redis cannot answer
	 */
	SemaphoreInfo snapshot(String name, String... key);

	/**
	 * Change how many permits there are, on all instances at once. Nobody loses a permit:
	 * if more are out, none is granted until enough came back. The change holds until the
	 * next one, until an instance with a higher version of the configuration asks, or
	 * until nobody asked for {@code redis-patterns.semaphore.retention}.
	 * @param change what to change
	 * @return {@code false} if a higher version is in force than the change names
	 * @throws io.github.redispatterns.RedisUnavailableException if Redis cannot answer
	 */
	boolean resize(Resize change);

	/**
	 * List what other instances configure in another way.
	 * @return one conflict for each such semaphore
	 */
	Collection<SemaphoreEvent.ConfigurationConflict> conflicts();

}
