package io.github.redispatterns.circuitbreaker;

import java.util.List;
import java.util.function.Supplier;

import io.github.redispatterns.RedisUnavailableException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.convert.DurationStyle;

/**
 * {@code /actuator/rediscircuitbreakers}: the breakers as this instance sees them, one as
 * all share it, and, with
 * {@code management.endpoint.rediscircuitbreakers.access=unrestricted}, force and reset.
 */
@Endpoint(id = "rediscircuitbreakers", defaultAccess = Access.READ_ONLY)
public final class CircuitBreakersEndpoint {

	private static final String SOMEBODY = "actuator";

	private final CircuitBreakers breakers;

	CircuitBreakersEndpoint(CircuitBreakers breakers) {
		this.breakers = breakers;
	}

	/**
	 * List the breakers as this instance sees them, without asking Redis.
	 * @return the report
	 */
	@ReadOperation
	public Report report() {
		return new Report(this.breakers.all().stream().map(CircuitBreakersEndpoint::local).toList());
	}

	/**
	 * Look at a breaker as Redis holds it and as this instance sees it.
	 * @param name name of the breaker
	 * @return both, or {@code null} if there is no such breaker
	 */
	@ReadOperation
	public @Nullable Detail look(@Selector String name) {
		CircuitBreaker breaker = known(name);
		if (breaker == null) {
			return null;
		}
		try {
			return new Detail(true, breaker.shared(), local(breaker));
		}
		catch (RedisUnavailableException ex) {
			return new Detail(false, null, local(breaker));
		}
	}

	/**
	 * Force a state on all instances for a while.
	 * @param name name of the breaker
	 * @param state FORCED_OPEN, DISABLED or METRICS_ONLY
	 * @param ttl how long it holds, such as 30m
	 * @param reason why
	 * @param actor who; actuator if left out
	 * @return the breaker, or {@code null} if there is no such breaker
	 */
	@WriteOperation
	public @Nullable Detail force(@Selector String name, CircuitState state, String ttl, String reason,
			@Nullable String actor) {
		CircuitBreaker breaker = known(name);
		if (breaker == null) {
			return null;
		}
		return asked(() -> {
			breaker.force(state, DurationStyle.detectAndParse(ttl), (actor != null) ? actor : SOMEBODY, reason);
			return new Detail(true, breaker.shared(), local(breaker));
		});
	}

	/**
	 * Close a breaker for all instances and forget what it has counted.
	 * @param name name of the breaker
	 * @param reason why; reset if left out
	 * @param actor who; actuator if left out
	 */
	@DeleteOperation
	public void reset(@Selector String name, @Nullable String reason, @Nullable String actor) {
		asked(() -> {
			CircuitBreaker breaker = known(name);
			if (breaker == null) {
				throw new IllegalArgumentException("There is no circuit breaker '" + name + "'");
			}
			breaker.reset((actor != null) ? actor : SOMEBODY, (reason != null) ? reason : "reset");
			return name;
		});
	}

	private @Nullable CircuitBreaker known(String name) {
		return this.breakers.all().stream().filter((breaker) -> breaker.name().equals(name)).findFirst().orElse(null);
	}

	private static Local local(CircuitBreaker breaker) {
		return new Local(breaker.name(), breaker.state(), breaker.isAlone(), breaker.metrics());
	}

	// what was asked for wrongly is the caller's fault, not the server's
	private static <T> T asked(Supplier<T> operation) {
		try {
			return operation.get();
		}
		catch (IllegalArgumentException ex) {
			String message = String.valueOf(ex.getMessage());
			throw new InvalidEndpointRequestException(message, message);
		}
	}

	/**
	 * The breakers of this instance.
	 *
	 * @param breakers the breakers in the order of their names
	 */
	public record Report(List<Local> breakers) {
	}

	/**
	 * A breaker as this instance sees it.
	 *
	 * @param name name of the breaker
	 * @param state the state
	 * @param alone whether the instance decides on its own
	 * @param metrics what it knows of the calls
	 */
	public record Local(String name, CircuitState state, boolean alone, CircuitMetrics metrics) {
	}

	/**
	 * A breaker from both sides.
	 *
	 * @param available whether Redis answered
	 * @param shared as Redis holds it
	 * @param local as this instance sees it
	 */
	public record Detail(boolean available, @Nullable SharedCircuit shared, Local local) {
	}

}
