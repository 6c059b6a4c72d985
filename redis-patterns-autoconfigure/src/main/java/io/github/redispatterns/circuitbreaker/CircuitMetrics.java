package io.github.redispatterns.circuitbreaker;

/**
 * What a breaker knows of the calls in its window, as of its last exchange with Redis; of
 * the probes while it is half-open.
 *
 * @param failureRate percentage of failed calls; -1 if there were too few to tell
 * @param slowCallRate percentage of slow calls; -1 if there were too few to tell
 * @param calls calls in the window
 * @param failedCalls how many of them failed
 * @param slowCalls how many of them were slow
 * @param slowFailedCalls how many of them were slow and failed
 * @param notPermittedCalls calls that this instance has refused since it started
 */
public record CircuitMetrics(float failureRate, float slowCallRate, long calls, long failedCalls, long slowCalls,
		long slowFailedCalls, long notPermittedCalls) {

	static CircuitMetrics of(Batch sums, int minimum, long notPermitted) {
		long calls = sums.total();
		boolean enough = calls >= minimum && calls > 0;
		return new CircuitMetrics(enough ? 100f * sums.failures() / calls : -1,
				enough ? 100f * sums.slowCalls() / calls : -1, calls, sums.failures(), sums.slowCalls(), sums.both(),
				notPermitted);
	}

}
