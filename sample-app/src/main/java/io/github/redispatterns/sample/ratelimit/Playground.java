package io.github.redispatterns.sample.ratelimit;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import io.github.redispatterns.ratelimit.Algorithm;
import io.github.redispatterns.ratelimit.Charge;
import io.github.redispatterns.ratelimit.Decision;
import io.github.redispatterns.ratelimit.RateLimitPolicy;
import io.github.redispatterns.ratelimit.RateLimits;
import io.github.redispatterns.ratelimit.Tier;
import io.github.redispatterns.ratelimit.WhenUnavailable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/**
 * The same limit for everybody, once with each algorithm.
 */
@Component
class Playground {

	private final ObjectProvider<RateLimits> provider;

	private final Set<Algorithm> touched = ConcurrentHashMap.newKeySet();

	Playground(ObjectProvider<RateLimits> provider) {
		this.provider = provider;
		provider.ifAvailable(this::register);
	}

	static String policy(Algorithm algorithm) {
		return "demo-" + algorithm.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	// tag::ratelimit[]
	private void register(RateLimits limits) {
		for (Algorithm algorithm : Algorithm.values()) {
			Tier tenInTenSeconds = Tier.of(algorithm, 10, Duration.ofSeconds(10));
			RateLimitPolicy policy = RateLimitPolicy.of(policy(algorithm), tenInTenSeconds);
			limits.register(policy.withWhenUnavailable(WhenUnavailable.LOCAL));
		}
	}

	private List<Decision> ask(String policy, int calls) {
		RateLimits limits = limits();
		return Stream.generate(() -> limits.tryAcquire(policy, Charge.EVERYBODY)).limit(calls).toList();
	}
	// end::ratelimit[]

	Burst burst(Algorithm algorithm, int calls) {
		this.touched.add(algorithm);
		return Burst.of(ask(policy(algorithm), calls));
	}

	DecisionView peek(Algorithm algorithm) {
		return DecisionView.of(limits().peek(policy(algorithm), Charge.EVERYBODY));
	}

	DecisionView reset(Algorithm algorithm) {
		limits().reset(policy(algorithm), Charge.EVERYBODY);
		return peek(algorithm);
	}

	/**
	 * Whether there was a burst since this was asked last.
	 * @param algorithm the algorithm of the burst
	 * @return whether what was known of it is old
	 */
	boolean touched(Algorithm algorithm) {
		return this.touched.remove(algorithm);
	}

	boolean enabled() {
		return this.provider.getIfAvailable() != null;
	}

	private RateLimits limits() {
		RateLimits limits = this.provider.getIfAvailable();
		if (limits == null) {
			throw new ResponseStatusException(HttpStatus.CONFLICT,
					"Rate limits are switched off by redis-patterns.ratelimit.enabled");
		}
		return limits;
	}

}
