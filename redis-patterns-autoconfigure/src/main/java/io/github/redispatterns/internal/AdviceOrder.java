package io.github.redispatterns.internal;

import org.springframework.core.Ordered;

/**
 * Where each annotation's advice stands, outermost first.
 * <p>
 * {@code @Async} is outside of all, so the advice runs where the work runs.
 * {@code @Transactional} and {@code @Cacheable} are inside of all, so a limit refuses
 * before a connection is taken and a lock is released after the commit.
 */
public final class AdviceOrder {

	/** Order of {@code @RateLimited}. */
	public static final int RATE_LIMITED = Ordered.LOWEST_PRECEDENCE - 400;

	/** Order of {@code @DistributedSemaphore}. */
	public static final int SEMAPHORE = Ordered.LOWEST_PRECEDENCE - 350;

	/** Order of {@code @DistributedCircuitBreaker}. */
	public static final int CIRCUIT_BREAKER = Ordered.LOWEST_PRECEDENCE - 300;

	/** Order of {@code @DistributedLock}. */
	public static final int LOCKED = Ordered.LOWEST_PRECEDENCE - 200;

	/** Order of {@code @CacheTagEvict}. */
	public static final int CACHE_TAGS = Ordered.LOWEST_PRECEDENCE - 100;

	private AdviceOrder() {
	}

}
