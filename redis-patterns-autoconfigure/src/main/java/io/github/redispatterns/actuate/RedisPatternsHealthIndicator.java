package io.github.redispatterns.actuate;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import io.github.redispatterns.RedisUnavailableException;
import io.github.redispatterns.circuitbreaker.CircuitBreakers;
import io.github.redispatterns.circuitbreaker.CircuitState;
import io.github.redispatterns.internal.Availability;
import io.github.redispatterns.internal.ServerClock;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Health component {@code redisPatterns}: whether patterns work on Redis or as their
 * policies say without it, and how far the clocks are apart.
 * <p>
 * Patterns that degrade on purpose do not take the application down: the status is then
 * {@code DEGRADED}, which changes neither the overall status nor the HTTP code.
 */
final class RedisPatternsHealthIndicator extends AbstractHealthIndicator {

	static final Status DEGRADED = new Status("DEGRADED", "Patterns follow their policies for a missing Redis");

	private final Availability availability;

	private final ServerClock clock;

	private final Duration skewWarning;

	private final Supplier<@Nullable CircuitBreakers> breakers;

	RedisPatternsHealthIndicator(Availability availability, ServerClock clock, Duration skewWarning,
			Supplier<@Nullable CircuitBreakers> breakers) {
		super("Redis patterns health check failed");
		this.availability = availability;
		this.clock = clock;
		this.skewWarning = skewWarning;
		this.breakers = breakers;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		showBreakers(builder);
		if (!this.availability.isAvailable()) {
			builder.status(DEGRADED).withDetail("redis", "unavailable");
			return;
		}
		try {
			Duration skew = this.clock.measure();
			builder.up().withDetail("redis", "available").withDetail("clockSkewMillis", skew.toMillis());
			if (skew.abs().compareTo(this.skewWarning) > 0) {
				builder.withDetail("warning",
						"The clocks of this machine and of Redis are more than %s apart".formatted(this.skewWarning));
			}
		}
		catch (RedisUnavailableException ex) {
			builder.status(DEGRADED).withDetail("redis", "unavailable");
		}
	}

	// a breaker that is open does what it is for
	private void showBreakers(Health.Builder builder) {
		CircuitBreakers known = this.breakers.get();
		Map<String, CircuitState> states = new TreeMap<>();
		if (known != null) {
			known.all()
				.stream()
				.filter((breaker) -> breaker.state() != CircuitState.CLOSED)
				.forEach((breaker) -> states.put(breaker.name(), breaker.state()));
		}
		if (!states.isEmpty()) {
			builder.withDetail("circuitBreakers", states);
		}
	}

}
