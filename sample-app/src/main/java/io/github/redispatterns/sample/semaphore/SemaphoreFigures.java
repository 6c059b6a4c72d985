package io.github.redispatterns.sample.semaphore;

import java.util.Map;
import java.util.TreeMap;

import io.github.redispatterns.RedisUnavailableException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * What the card shows: the semaphore as Redis holds it, and attempts as the starter's
 * meters count them.
 */
@Component
class SemaphoreFigures {

	private static final String METERS = "redis.patterns.semaphore.";

	private final MeterRegistry meters;

	private final Renderers renderers;

	SemaphoreFigures(MeterRegistry meters, Renderers renderers) {
		this.meters = meters;
		this.renderers = renderers;
	}

	@Nullable Live read(boolean shared) {
		if (!this.renderers.enabled()) {
			return null;
		}
		Map<String, Long> outcomes = new TreeMap<>();
		for (Timer timer : this.meters.find(METERS + "acquire").tag("name", Renderers.NAME).timers()) {
			outcomes.merge(String.valueOf(timer.getId().getTag("outcome")), timer.count(), Long::sum);
		}
		Gauge waiting = this.meters.find(METERS + "waiting").tag("name", Renderers.NAME).gauge();
		return new Live(shared ? look() : null, outcomes, (waiting != null) ? (long) waiting.value() : 0);
	}

	private @Nullable SemaphoreView look() {
		try {
			return SemaphoreView.of(this.renderers.look());
		}
		catch (RedisUnavailableException ex) {
			return null;
		}
	}

	/**
	 * The figures.
	 *
	 * @param semaphore the semaphore in Redis, or {@code null} while Redis cannot say
	 * @param outcomes attempts of this instance since the start by outcome
	 * @param waiting callers of this instance that wait
	 */
	record Live(@Nullable SemaphoreView semaphore, Map<String, Long> outcomes, long waiting) {
	}

}
