package io.github.redispatterns.semaphore;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Health component {@code redisSemaphores}: always up, with what instances configure in
 * different ways.
 */
final class SemaphoresHealthIndicator extends AbstractHealthIndicator {

	private final Semaphores semaphores;

	SemaphoresHealthIndicator(Semaphores semaphores) {
		super("Semaphores health check failed");
		this.semaphores = semaphores;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		builder.up().withDetail("semaphores", this.semaphores.policies().size());
		this.semaphores.conflicts()
			.forEach(
					(conflict) -> builder.withDetail(conflict.name(),
							"%d permits are configured here (version %d), but %d are in force (version %d)".formatted(
									conflict.configured(), conflict.version(), conflict.inForce(),
									conflict.versionInForce())));
	}

}
