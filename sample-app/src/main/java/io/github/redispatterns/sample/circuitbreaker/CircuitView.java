package io.github.redispatterns.sample.circuitbreaker;

import java.time.Duration;

import io.github.redispatterns.circuitbreaker.CircuitState;
import io.github.redispatterns.circuitbreaker.SharedCircuit;
import org.jspecify.annotations.Nullable;

/**
 * A shared breaker as JSON.
 *
 * @param state its state
 * @param generation number of the state
 * @param ageMillis time since it began, or {@code null} if it is the first one
 * @param remainingMillis time to its end, 0 if it has none
 * @param calls calls in the window, or results of probes
 * @param failedCalls how many of them failed
 * @param slowCalls how many of them were slow
 * @param cause why the state began
 * @param origin the instance that made it
 * @param actor who forced or reset it, empty if nobody did
 */
record CircuitView(CircuitState state, long generation, @Nullable Long ageMillis, long remainingMillis, long calls,
		long failedCalls, long slowCalls, String cause, String origin, String actor) {

	static CircuitView of(SharedCircuit circuit) {
		Duration age = circuit.age();
		return new CircuitView(circuit.state(), circuit.generation(), (age != null) ? age.toMillis() : null,
				circuit.remaining().toMillis(), circuit.calls(), circuit.failedCalls(), circuit.slowCalls(),
				circuit.cause().name(), circuit.origin(), circuit.actor());
	}

}
