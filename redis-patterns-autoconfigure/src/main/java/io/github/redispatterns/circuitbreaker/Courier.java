package io.github.redispatterns.circuitbreaker;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

import io.github.redispatterns.RedisUnavailableException;
import io.github.redispatterns.internal.Workers;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Has workers talk to Redis for one breaker, which goes on alone if that fails.
 */
final class Courier {

	private static final Log logger = LogFactory.getLog(Courier.class);

	private final Workers workers;

	private final Circuit circuit;

	private final CircuitBreakerMeters meters;

	private final LongSupplier ticker;

	private final AtomicBoolean complained = new AtomicBoolean();

	Courier(Workers workers, Circuit circuit, CircuitBreakerMeters meters, LongSupplier ticker) {
		this.workers = workers;
		this.circuit = circuit;
		this.meters = meters;
		this.ticker = ticker;
	}

	/**
	 * Talk to Redis on a worker.
	 * @param conversation what to say
	 * @return whether there is a worker to do it
	 */
	boolean submit(Runnable conversation) {
		try {
			this.workers.execute(() -> hold(conversation));
			return true;
		}
		catch (RejectedExecutionException ex) {
			logger.debug("No worker talks to Redis for a circuit breaker", ex);
			lost();
			return false;
		}
	}

	private void hold(Runnable conversation) {
		try {
			conversation.run();
		}
		catch (RedisUnavailableException ex) {
			lost();
		}
		catch (RuntimeException ex) {
			lost();
			if (this.complained.compareAndSet(false, true)) {
				logger.warn("A circuit breaker works on its own because Redis refuses its scripts", ex);
			}
		}
	}

	private void lost() {
		this.meters.exchanged(false);
		this.circuit.detach(this.ticker.getAsLong());
	}

}
