package io.github.redispatterns.sample.circuitbreaker;

import java.util.Map;
import java.util.TreeMap;

import io.github.redispatterns.RedisUnavailableException;
import io.github.redispatterns.circuitbreaker.CircuitBreaker;
import io.github.redispatterns.circuitbreaker.CircuitMetrics;
import io.github.redispatterns.circuitbreaker.CircuitState;
import io.github.redispatterns.sample.shop.PaymentGateway;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * What the card shows: the breaker as this instance sees it and as Redis holds it, and
 * calls as the starter's meters count them.
 */
@Component
class CircuitFigures {

	private static final String METERS = "redis.patterns.circuitbreaker.";

	private final MeterRegistry meters;

	private final PaymentBreaker payment;

	private final PaymentGateway gateway;

	CircuitFigures(MeterRegistry meters, PaymentBreaker payment, PaymentGateway gateway) {
		this.meters = meters;
		this.payment = payment;
		this.gateway = gateway;
	}

	@Nullable Live read(boolean shared) {
		if (!this.payment.enabled()) {
			return null;
		}
		CircuitBreaker breaker = this.payment.breaker();
		return new Live(this.gateway.mode(), breaker.state(), breaker.isAlone(), breaker.metrics(), calls(),
				shared ? shared(breaker) : null);
	}

	private Map<String, Long> calls() {
		Map<String, Long> calls = new TreeMap<>();
		for (String meter : new String[] { "calls", "probes" }) {
			for (Counter counter : this.meters.find(METERS + meter).tag("breaker", PaymentBreaker.NAME).counters()) {
				calls.merge(String.valueOf(counter.getId().getTag("outcome")), (long) counter.count(), Long::sum);
			}
		}
		for (FunctionCounter counter : this.meters.find(METERS + "notpermitted")
			.tag("breaker", PaymentBreaker.NAME)
			.functionCounters()) {
			calls.merge("refused", (long) counter.count(), Long::sum);
		}
		return calls;
	}

	private static @Nullable CircuitView shared(CircuitBreaker breaker) {
		try {
			return CircuitView.of(breaker.shared());
		}
		catch (RedisUnavailableException ex) {
			return null;
		}
	}

	/**
	 * The figures.
	 *
	 * @param gateway how the gateway is
	 * @param state state as this instance sees it
	 * @param alone whether it decides without the others
	 * @param metrics what it knows of the window
	 * @param calls calls of this instance since the start by outcome
	 * @param shared the breaker as Redis holds it, or {@code null} while Redis cannot say
	 */
	record Live(PaymentGateway.Mode gateway, CircuitState state, boolean alone, CircuitMetrics metrics,
			Map<String, Long> calls, @Nullable CircuitView shared) {
	}

}
