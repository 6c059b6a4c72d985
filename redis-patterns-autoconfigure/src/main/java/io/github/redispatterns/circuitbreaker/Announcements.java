package io.github.redispatterns.circuitbreaker;

import java.time.Duration;
import java.util.function.Consumer;

import io.github.redispatterns.circuitbreaker.CircuitBreakerEvent.Cause;
import io.github.redispatterns.internal.Background;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Counts what happens to one breaker and publishes it, off the threads that find out.
 */
final class Announcements implements CircuitListener {

	private static final Log logger = LogFactory.getLog(Announcements.class);

	private final String breaker;

	private final String instance;

	private final CircuitBreakerMeters meters;

	private final Background background;

	private final Consumer<CircuitBreakerEvent> events;

	Announcements(String breaker, String instance, CircuitBreakerMeters meters, Background background,
			Consumer<CircuitBreakerEvent> events) {
		this.breaker = breaker;
		this.instance = instance;
		this.meters = meters;
		this.background = background;
		this.events = events;
	}

	@Override
	public void changed(Shared shared) {
		CircuitState before = shared.before();
		if (before == shared.state()) {
			return;
		}
		boolean ours = shared.origin().equals(this.instance);
		this.meters.changed(shared.state(), ours ? "here" : "elsewhere");
		publish(ours
				? new CircuitBreakerEvent.StateChanged(this.breaker, before, shared.state(), shared.cause(),
						shared.generation())
				: new CircuitBreakerEvent.StateObserved(this.breaker, before, shared.state(), shared.cause(),
						shared.generation(), shared.origin()));
	}

	@Override
	public void changedAlone(CircuitState before, CircuitState after, Cause cause) {
		if (before == after) {
			return;
		}
		this.meters.changed(after, "alone");
		publish(new CircuitBreakerEvent.LocalStateChanged(this.breaker, before, after, cause));
	}

	@Override
	public void detached() {
		publish(new CircuitBreakerEvent.Detached(this.breaker));
	}

	@Override
	public void attached() {
		publish(new CircuitBreakerEvent.Attached(this.breaker));
	}

	/**
	 * Publish an event soon.
	 * @param event the event
	 */
	void publish(CircuitBreakerEvent event) {
		logger.debug(event);
		this.background.after(Duration.ZERO, () -> this.events.accept(event));
	}

}
