package io.github.redispatterns.circuitbreaker;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

import io.github.redispatterns.internal.MeterRow;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Meters of one breaker, built once. Outcomes are added by the batch.
 */
final class CircuitBreakerMeters {

	static final String CALLS = "redis.patterns.circuitbreaker.calls";

	static final String NOT_PERMITTED = "redis.patterns.circuitbreaker.notpermitted";

	static final String STATE = "redis.patterns.circuitbreaker.state";

	static final String FAILURE_RATE = "redis.patterns.circuitbreaker.failure.rate";

	static final String SLOW_RATE = "redis.patterns.circuitbreaker.slow.rate";

	static final String TRANSITIONS = "redis.patterns.circuitbreaker.transitions";

	static final String PROBES = "redis.patterns.circuitbreaker.probes";

	static final String EXCHANGES = "redis.patterns.circuitbreaker.exchanges";

	static final String STALENESS = "redis.patterns.circuitbreaker.staleness";

	private static final String STATES = "closed, open, half_open, forced_open, disabled, metrics_only";

	static final List<MeterRow> METERS = List.of(
			new MeterRow(CALLS, "counter", "breaker; outcome = fine, failed, slow, both, ignored, late",
					"Permitted calls of this instance; both: slow and failed, late: ended after the state had changed"),
			new MeterRow(NOT_PERMITTED, "counter", "breaker", "Calls that this instance refused"),
			new MeterRow(STATE, "gauge", "breaker; state = " + STATES,
					"1 for the state as this instance sees it, 0 for the others"),
			new MeterRow(FAILURE_RATE, "gauge, percent", "breaker",
					"Failed calls in the window; -1 if there were too few"),
			new MeterRow(SLOW_RATE, "gauge, percent", "breaker", "Slow calls in the window; -1 if there were too few"),
			new MeterRow(TRANSITIONS, "counter", "breaker; to = " + STATES + "; made = here, elsewhere, alone",
					"Changes of the state; here: of the shared state by this instance, alone: of this instance's own"),
			new MeterRow(PROBES, "counter", "breaker; outcome = fine, failed, slow, both, ignored, late",
					"Probes of this instance; late: their permit had come back"),
			new MeterRow(EXCHANGES, "counter", "breaker; outcome = done, failed", "Exchanges with Redis"),
			new MeterRow(STALENESS, "gauge, milliseconds", "breaker", "Time since the last exchange"));

	private final MeterRegistry registry;

	private final String breaker;

	private final LongAdder refused = new LongAdder();

	private final Map<Outcome, Counter> calls = new EnumMap<>(Outcome.class);

	private final Map<Outcome, Counter> probes = new EnumMap<>(Outcome.class);

	private final Counter late;

	private final Counter lateProbes;

	private final Counter done;

	private final Counter failed;

	private volatile Supplier<CircuitMetrics> metrics = () -> CircuitMetrics.of(Batch.EMPTY, 1, 0);

	CircuitBreakerMeters(MeterRegistry registry, String breaker) {
		this.registry = registry;
		this.breaker = breaker;
		for (Outcome outcome : Outcome.values()) {
			this.calls.put(outcome, calls(lower(outcome)));
			this.probes.put(outcome, probes(lower(outcome)));
		}
		this.late = calls("late");
		this.lateProbes = probes("late");
		this.done = exchanges("done");
		this.failed = exchanges("failed");
		FunctionCounter.builder(NOT_PERMITTED, this.refused, LongAdder::sum)
			.description("Calls that a circuit breaker refused")
			.tag("breaker", breaker)
			.register(registry);
	}

	private Counter calls(String outcome) {
		return Counter.builder(CALLS)
			.description("Calls that a circuit breaker permitted")
			.tag("breaker", this.breaker)
			.tag("outcome", outcome)
			.register(this.registry);
	}

	private Counter probes(String outcome) {
		return Counter.builder(PROBES)
			.description("Probes of a half-open circuit breaker")
			.tag("breaker", this.breaker)
			.tag("outcome", outcome)
			.register(this.registry);
	}

	private Counter exchanges(String outcome) {
		return Counter.builder(EXCHANGES)
			.description("Exchanges of a circuit breaker with Redis")
			.tag("breaker", this.breaker)
			.tag("outcome", outcome)
			.register(this.registry);
	}

	/**
	 * Show what a circuit is.
	 * @param circuit the circuit
	 * @param exchange its way to Redis
	 * @param minimum calls below which no rate is taken
	 */
	void show(Circuit circuit, Exchange exchange, int minimum) {
		this.metrics = () -> CircuitMetrics.of(circuit.sums(), minimum, this.refused.sum());
		for (CircuitState state : CircuitState.values()) {
			Gauge.builder(STATE, circuit, (it) -> (it.stage.state == state) ? 1 : 0)
				.description("State of a circuit breaker")
				.tag("breaker", this.breaker)
				.tag("state", lower(state))
				.register(this.registry);
		}
		gauge(FAILURE_RATE, "Failed calls in the window", (it) -> it.metrics().failureRate(), null);
		gauge(SLOW_RATE, "Slow calls in the window", (it) -> it.metrics().slowCallRate(), null);
		gauge(STALENESS, "Time since the last exchange", (it) -> exchange.age().toMillis(), "milliseconds");
	}

	private void gauge(String name, String description, ToDoubleFunction<CircuitBreakerMeters> value,
			@org.jspecify.annotations.Nullable String unit) {
		Gauge.builder(name, this, value)
			.description(description)
			.baseUnit(unit)
			.tag("breaker", this.breaker)
			.register(this.registry);
	}

	CircuitMetrics metrics() {
		return this.metrics.get();
	}

	void counted(Batch batch) {
		if (!batch.isEmpty()) {
			increment(Outcome.FINE, batch.fine());
			increment(Outcome.FAILED, batch.failed());
			increment(Outcome.SLOW, batch.slow());
			increment(Outcome.BOTH, batch.both());
		}
	}

	private void increment(Outcome outcome, long calls) {
		Counter counter = this.calls.get(outcome);
		if (counter != null && calls > 0) {
			counter.increment(calls);
		}
	}

	void ignored() {
		increment(Outcome.IGNORED, 1);
	}

	void late() {
		this.late.increment();
	}

	void refused() {
		this.refused.increment();
	}

	void probed(Outcome outcome, boolean counted) {
		Counter counter = (counted || outcome == Outcome.IGNORED) ? this.probes.get(outcome) : this.lateProbes;
		if (counter != null) {
			counter.increment();
		}
	}

	void exchanged(boolean answered) {
		(answered ? this.done : this.failed).increment();
	}

	void changed(CircuitState to, String made) {
		Counter.builder(TRANSITIONS)
			.description("Changes of the state of a circuit breaker")
			.tag("breaker", this.breaker)
			.tag("to", lower(to))
			.tag("made", made)
			.register(this.registry)
			.increment();
	}

	private static String lower(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT);
	}

}
