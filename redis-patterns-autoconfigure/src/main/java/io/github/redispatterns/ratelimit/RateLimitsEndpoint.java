package io.github.redispatterns.ratelimit;

import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

import io.github.redispatterns.KeyResolutionException;
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
 * {@code /actuator/redisratelimits}: the policies and their overrides, the count of a
 * key, and, with {@code management.endpoint.redisratelimits.access=unrestricted}, reset
 * and override.
 */
@Endpoint(id = "redisratelimits", defaultAccess = Access.READ_ONLY)
public final class RateLimitsEndpoint {

	private final RateLimits limits;

	RateLimitsEndpoint(RateLimits limits) {
		this.limits = limits;
	}

	/**
	 * List policies and the overrides in force.
	 * @return the report
	 */
	@ReadOperation
	public Report report() {
		try {
			return new Report(true, this.limits.policies(), this.limits.overrides());
		}
		catch (RedisUnavailableException ex) {
			return new Report(false, this.limits.policies(), List.of());
		}
	}

	/**
	 * Look at the count of a key without taking from it.
	 * @param policy name of the policy
	 * @param key whose count it is; everybody's if left out
	 * @return what a call would be told now, or {@code null} if there is no such policy
	 */
	@ReadOperation
	public @Nullable Count peek(@Selector String policy, @Nullable String key) {
		if (this.limits.policies().stream().noneMatch((known) -> known.name().equals(policy))) {
			return null;
		}
		return asked(() -> {
			Decision decision = this.limits.peek(policy, (key != null) ? key : Charge.EVERYBODY);
			return new Count(decision.allowed(), decision.quotas());
		});
	}

	/**
	 * Forget the count of a key.
	 * @param policy name of the policy
	 * @param key whose count it is; everybody's if left out
	 */
	@DeleteOperation
	public void reset(@Selector String policy, @Nullable String key) {
		asked(() -> {
			this.limits.reset(policy, (key != null) ? key : Charge.EVERYBODY);
			return policy;
		});
	}

	/**
	 * Change a limit for a while, on every instance.
	 * @param policy name of the policy
	 * @param limit calls per period
	 * @param ttl how long it holds, such as 30m
	 * @param key whose limit it is; every caller's if left out
	 * @param tier name of the tier; the first one if left out
	 * @return the override
	 */
	@WriteOperation
	public LimitOverride override(@Selector String policy, long limit, String ttl, @Nullable String key,
			@Nullable String tier) {
		return asked(() -> {
			LimitOverride override = new LimitOverride(policy, tier, key, limit, DurationStyle.detectAndParse(ttl));
			this.limits.override(override);
			return override;
		});
	}

	// what was asked for wrongly is the caller's fault, not the server's
	private static <T> T asked(Supplier<T> operation) {
		try {
			return operation.get();
		}
		catch (IllegalArgumentException | KeyResolutionException ex) {
			String message = String.valueOf(ex.getMessage());
			throw new InvalidEndpointRequestException(message, message);
		}
	}

	/**
	 * What is counted for a key.
	 *
	 * @param allowed whether a call would be admitted now
	 * @param quotas what is left in each tier
	 */
	public record Count(boolean allowed, List<Quota> quotas) {
	}

	/**
	 * What is limited.
	 *
	 * @param available whether Redis answered
	 * @param policies the policies
	 * @param overrides overrides in force
	 */
	public record Report(boolean available, Collection<RateLimitPolicy> policies, Collection<LimitOverride> overrides) {
	}

}
