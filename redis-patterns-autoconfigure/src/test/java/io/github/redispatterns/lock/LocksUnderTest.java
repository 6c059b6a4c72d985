package io.github.redispatterns.lock;

import java.time.Duration;
import java.util.Arrays;

import io.github.redispatterns.support.RedisServers;
import org.awaitility.Awaitility;

import org.springframework.context.ApplicationContext;

/**
 * What the parts of the contract are tested with.
 */
interface LocksUnderTest {

	Duration PATIENCE = Duration.ofSeconds(30);

	/**
	 * How long a free fair lock is kept for whoever is first; generous for slow machines.
	 */
	Duration CLAIM_WINDOW = Duration.ofSeconds(2);

	RedisServers servers();

	/**
	 * One of three instances.
	 */
	ApplicationContext context(int instance);

	/**
	 * Locks of one of three instances.
	 */
	Locks locks(int instance);

	/**
	 * A name that no other test uses.
	 */
	String name();

	/**
	 * What the keys of a lock begin with.
	 */
	default String entity(String name) {
		return "test:lock:{" + name + "}";
	}

	/**
	 * Wait until so many callers of an instance wait for a lock.
	 */
	default void awaitWaiting(int instance, LockRequest request, int callers) {
		TenureContext context = context(instance).getBean(TenureContext.class);
		Awaitility.await()
			.pollInterval(Duration.ofMillis(5))
			.until(() -> context.room().waiting(entity(request.name())) == callers);
	}

	/**
	 * How many of these keys of a lock there are.
	 */
	default long exists(String name, String... facets) {
		return servers().client()
			.exists(Arrays.stream(facets).map((facet) -> entity(name) + ":" + facet).toArray(String[]::new));
	}

	/**
	 * The clock of the server that owns a key.
	 */
	default long serverMillis(String key) {
		return servers().masterOf(key)
			.call((jedis) -> Long.parseLong(jedis.time().get(0)) * 1_000 + Long.parseLong(jedis.time().get(1)) / 1_000);
	}

	default Acquisition.Busy busy(int instance, LockRequest request) throws InterruptedException {
		return (Acquisition.Busy) locks(instance).tryLock(request);
	}

}
