package io.github.redispatterns.circuitbreaker;

import java.time.Duration;
import java.util.List;

import io.github.redispatterns.circuitbreaker.CircuitBreakerEvent.Cause;
import org.jspecify.annotations.Nullable;

/**
 * The state of a breaker as Redis holds it.
 *
 * @param state the state
 * @param generation its number
 * @param age time since it began; {@code null} if the breaker never left its first state
 * @param remaining time to its end, zero if it has none
 * @param attempts openings in a row
 * @param calls calls in the window, or results of probes
 * @param failedCalls how many of them failed
 * @param slowCalls how many of them were slow
 * @param probes permits of probes that are in use
 * @param cause why the state began
 * @param origin the instance that made it
 * @param actor who forced or reset it, empty if nobody did
 * @param reason what they said, empty if nobody did
 * @param failing instances whose own window reaches a threshold
 */
public record SharedCircuit(CircuitState state, long generation, @Nullable Duration age, Duration remaining,
		int attempts, long calls, long failedCalls, long slowCalls, int probes, Cause cause, String origin,
		String actor, String reason, List<String> failing) {
}
