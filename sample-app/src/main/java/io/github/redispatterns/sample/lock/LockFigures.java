package io.github.redispatterns.sample.lock;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.redispatterns.RedisUnavailableException;
import io.github.redispatterns.lock.LocksEndpoint;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * What the card shows: the lock as Redis holds it, what this instance does with it as
 * Actuator says, and attempts as the starter's meters count them.
 */
@Component
class LockFigures {

	private static final int SHOWN = 6;

	private final MeterRegistry meters;

	private final Stocktake stocktake;

	private final ObjectProvider<LocksEndpoint> endpoint;

	LockFigures(MeterRegistry meters, Stocktake stocktake, ObjectProvider<LocksEndpoint> endpoint) {
		this.meters = meters;
		this.stocktake = stocktake;
		this.endpoint = endpoint;
	}

	@Nullable Live read(boolean shared) {
		if (!this.stocktake.enabled()) {
			return null;
		}
		LocksEndpoint.Report report = this.endpoint.getObject().report();
		return new Live(shared ? lock() : null, count("acquire"), count("hold"),
				report.held()
					.stream()
					.filter((held) -> held.name().equals(Stocktake.NAME))
					.map((held) -> held.heldFor().toMillis())
					.toList(),
				report.waiting()
					.stream()
					.filter((waiting) -> waiting.name().equals(Stocktake.NAME))
					.map((waiting) -> waiting.waitingFor().toMillis())
					.toList(),
				this.stocktake.turns().stream().limit(SHOWN).map(TurnView::of).toList());
	}

	private Map<String, Long> count(String timer) {
		Map<String, Long> outcomes = new TreeMap<>();
		for (Timer one : this.meters.find("redis.patterns.lock." + timer).timers()) {
			outcomes.merge(String.valueOf(one.getId().getTag("outcome")), one.count(), Long::sum);
		}
		return outcomes;
	}

	private @Nullable LockState lock() {
		try {
			return LockState.of(this.stocktake.locks().inspect(Stocktake.NAME));
		}
		catch (RedisUnavailableException ex) {
			return null;
		}
	}

	/**
	 * The figures.
	 *
	 * @param lock the lock in Redis, or {@code null} while Redis cannot say
	 * @param attempts attempts of this instance since the start by outcome, of all locks
	 * @param holds how those ended that got one
	 * @param held for how many milliseconds this instance holds it
	 * @param waiting for how many milliseconds each caller of this instance waits
	 * @param turns the last callers of this instance
	 */
	record Live(@Nullable LockState lock, Map<String, Long> attempts, Map<String, Long> holds, List<Long> held,
			List<Long> waiting, List<TurnView> turns) {
	}

}
