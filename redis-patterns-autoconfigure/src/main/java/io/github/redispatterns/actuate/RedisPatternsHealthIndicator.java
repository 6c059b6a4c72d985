package io.github.redispatterns.actuate;

import java.time.Duration;
import java.util.List;

import io.github.redispatterns.RedisUnavailableException;
import io.github.redispatterns.internal.Availability;
import io.github.redispatterns.internal.HealthDetail;
import io.github.redispatterns.internal.ServerClock;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Health component {@code redisPatterns}: whether patterns work on Redis or as their
 * policies say without it, how far the clocks are apart, and what patterns add.
 * <p>
 * Patterns that degrade on purpose do not take the application down: the status is then
 * {@code DEGRADED}, which changes neither the overall status nor the HTTP code.
 */
final class RedisPatternsHealthIndicator extends AbstractHealthIndicator {

	static final Status DEGRADED = new Status("DEGRADED", "Patterns follow their policies for a missing Redis");

	private final Availability availability;

	private final ServerClock clock;

	private final Duration skewWarning;

	private final List<HealthDetail> details;

	RedisPatternsHealthIndicator(Availability availability, ServerClock clock, Duration skewWarning,
			List<HealthDetail> details) {
		super("Redis patterns health check failed");
		this.availability = availability;
		this.clock = clock;
		this.skewWarning = skewWarning;
		this.details = List.copyOf(details);
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		this.details.forEach((detail) -> builder.withDetails(detail.healthDetails()));
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

}
