package io.github.redispatterns.sample.ratelimit;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

import io.github.redispatterns.RedisUnavailableException;
import io.github.redispatterns.ratelimit.Algorithm;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Component;

/**
 * What the card shows: decisions as the starter's meters count them, and what is left as
 * Redis says when it is asked without taking.
 */
@Component
class Figures {

	private static final Algorithm[] ALGORITHMS = Algorithm.values();

	private final MeterRegistry meters;

	private final Playground playground;

	private final Map<Algorithm, DecisionView> left = new EnumMap<>(Algorithm.class);

	private int turn;

	Figures(MeterRegistry meters, Playground playground) {
		this.meters = meters;
		this.playground = playground;
	}

	Live read(boolean shared) {
		Map<String, Long> outcomes = new TreeMap<>();
		Map<String, Long> sources = new TreeMap<>();
		for (Counter counter : this.meters.find("redis.patterns.ratelimit.decisions").counters()) {
			outcomes.merge(String.valueOf(counter.getId().getTag("outcome")), (long) counter.count(), Long::sum);
			sources.merge(String.valueOf(counter.getId().getTag("source")), (long) counter.count(), Long::sum);
		}
		if (shared && this.playground.enabled()) {
			look();
		}
		else {
			this.left.clear();
		}
		return new Live(outcomes, sources, new EnumMap<>(this.left));
	}

	/**
	 * Ask for what is being filled up again, and for one of the others in turn, which
	 * another instance may have used.
	 */
	private void look() {
		this.turn = (this.turn + 1) % ALGORITHMS.length;
		try {
			for (Algorithm algorithm : ALGORITHMS) {
				DecisionView known = this.left.get(algorithm);
				if (known == null || !known.isWhole() || this.turn == algorithm.ordinal()
						|| this.playground.touched(algorithm)) {
					this.left.put(algorithm, this.playground.peek(algorithm));
				}
			}
		}
		catch (RedisUnavailableException ex) {
			this.left.clear();
		}
	}

	/**
	 * The figures.
	 *
	 * @param outcomes decisions since the start by outcome
	 * @param sources the same by who decided
	 * @param left what is left of each demonstration; nothing while Redis cannot say
	 */
	record Live(Map<String, Long> outcomes, Map<String, Long> sources, Map<Algorithm, DecisionView> left) {
	}

}
