package io.github.redispatterns.consumer;

import java.time.Duration;
import java.util.List;

import io.github.redispatterns.ratelimit.Algorithm;
import io.github.redispatterns.ratelimit.Charge;
import io.github.redispatterns.ratelimit.Decision;
import io.github.redispatterns.ratelimit.LimitOverride;
import io.github.redispatterns.ratelimit.RateLimitPolicy;
import io.github.redispatterns.ratelimit.RateLimits;
import io.github.redispatterns.ratelimit.Reservation;
import io.github.redispatterns.ratelimit.Tier;
import io.github.redispatterns.ratelimit.WhenUnavailable;

/**
 * Limits asked for in code.
 */
public class Downloads {

	private final RateLimits limits;

	public Downloads(RateLimits limits) {
		this.limits = limits;
		// tag::policy[]
		limits.register(RateLimitPolicy
			.of("download", Tier.of(10, Duration.ofSeconds(1)).withBurst(20),
					Tier.of(Algorithm.SLIDING_WINDOW, 500, Duration.ofHours(1)))
			.withWhenUnavailable(WhenUnavailable.CLOSED));
		// end::policy[]
	}

	// tag::decide[]
	public String start(String user) {
		Decision decision = this.limits.tryAcquire("download", user);
		if (decision instanceof Decision.Refused refused) {
			return "Come back in " + refused.retryAfter();
		}
		return decision.binding().remaining() + " left";
	}
	// end::decide[]

	public boolean mirror(String user, String address) {
		return this.limits.tryAcquire(List.of(Charge.of("download", user), Charge.of("ping", address))).allowed();
	}

	// tag::reserve[]
	public void charge(String user, Runnable transfer) {
		try (Reservation reservation = this.limits.reserve(new Charge("download", user, 3))) {
			if (reservation.decision().allowed()) {
				transfer.run();
				reservation.commit();
			}
		}
	}
	// end::reserve[]

	// tag::operate[]
	public void help(String user) {
		this.limits.override(new LimitOverride("download", null, user, 100, Duration.ofHours(2)));
		this.limits.reset("download", user);
	}
	// end::operate[]

}
