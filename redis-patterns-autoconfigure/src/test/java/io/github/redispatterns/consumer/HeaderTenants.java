package io.github.redispatterns.consumer;

import java.util.function.Supplier;

import io.github.redispatterns.ratelimit.By;
import io.github.redispatterns.ratelimit.RateLimitEvent;
import io.github.redispatterns.ratelimit.RateLimitExceededException;
import io.github.redispatterns.ratelimit.RateLimitKeyResolver;
import org.jspecify.annotations.Nullable;

import org.springframework.context.event.EventListener;

/**
 * Tells the tenant of a call, and listens to what limits report.
 */
// tag::resolver[]
public class HeaderTenants implements RateLimitKeyResolver {

	private final Supplier<@Nullable String> tenant;

	public HeaderTenants(Supplier<@Nullable String> tenant) {
		this.tenant = tenant;
	}

	@Override
	public boolean supports(By by) {
		return by == By.TENANT;
	}

	@Override
	public @Nullable String resolve(By by) {
		return this.tenant.get();
	}
	// end::resolver[]

	@EventListener
	public String exceeded(RateLimitEvent.Exceeded event) {
		return event.charge().key();
	}

	public static String explain(RateLimitExceededException refusal) {
		return refusal.getDecision().policy() + " " + refusal.getDecision().retryAfter();
	}

}
