package io.github.redispatterns.sample.ratelimit;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

import io.github.redispatterns.ratelimit.Algorithm;
import io.github.redispatterns.ratelimit.Charge;
import io.github.redispatterns.ratelimit.Decision;
import io.github.redispatterns.ratelimit.RateLimits;

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

	Playground(ObjectProvider<RateLimits> provider) {
		this.provider = provider;
	}

	static String policy(Algorithm algorithm) {
		return "demo-" + algorithm.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	// tag::ratelimit[]
	Burst burst(Algorithm algorithm, int calls) {
		RateLimits limits = limits();
		Map<Decision.Source, Integer> decidedBy = new EnumMap<>(Decision.Source.class);
		int allowed = 0;
		Decision decision = limits.tryAcquire(policy(algorithm), Charge.EVERYBODY);
		for (int call = 1;; call++) {
			allowed += decision.allowed() ? 1 : 0;
			decidedBy.merge(decision.source(), 1, Integer::sum);
			if (call >= calls) {
				return new Burst(calls, allowed, calls - allowed, decidedBy, DecisionView.of(decision));
			}
			decision = limits.tryAcquire(policy(algorithm), Charge.EVERYBODY);
		}
	}
	// end::ratelimit[]

	DecisionView peek(Algorithm algorithm) {
		return DecisionView.of(limits().peek(policy(algorithm), Charge.EVERYBODY));
	}

	DecisionView reset(Algorithm algorithm) {
		limits().reset(policy(algorithm), Charge.EVERYBODY);
		return peek(algorithm);
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
