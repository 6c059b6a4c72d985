package io.github.redispatterns.support;

import java.time.Duration;
import java.util.concurrent.Callable;

import org.awaitility.Awaitility;

/**
 * How the harness waits: for a condition, and never for ever.
 */
final class Deadline {

	static final Duration GENEROUS = Duration.ofSeconds(30);

	private Deadline() {
	}

	/**
	 * Wait until the condition holds; a condition that throws does not hold yet.
	 */
	static void await(String what, Callable<Boolean> condition) {
		Awaitility.await(what)
			.pollInSameThread()
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(20))
			.atMost(GENEROUS)
			.ignoreExceptions()
			.until(condition);
	}

}
