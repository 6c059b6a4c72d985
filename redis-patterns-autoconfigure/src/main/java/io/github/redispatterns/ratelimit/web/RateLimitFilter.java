package io.github.redispatterns.ratelimit.web;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.github.redispatterns.ratelimit.Charge;
import io.github.redispatterns.ratelimit.Decision;
import io.github.redispatterns.ratelimit.RateLimits;
import io.github.redispatterns.ratelimit.web.RateLimitHttpProperties.MissingKey;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpStatus;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Applies the rules to requests: all that match are decided together, once per request.
 */
final class RateLimitFilter extends OncePerRequestFilter {

	/** After Spring Security (-100), which knows the user. */
	static final int DEFAULT_ORDER = -50;

	private final HttpRules rules;

	private final RateLimits limits;

	private final Callers callers;

	private final MissingKey missingKey;

	private final RateLimitHeaders headers;

	private final RefusalWriter refusals;

	RateLimitFilter(HttpRules rules, RateLimits limits, Callers callers, MissingKey missingKey,
			RateLimitHeaders headers, RefusalWriter refusals) {
		this.rules = rules;
		this.limits = limits;
		this.callers = callers;
		this.missingKey = missingKey;
		this.headers = headers;
		this.refusals = refusals;
	}

	/**
	 * A preflight asks on behalf of a request that is counted when it comes.
	 */
	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		return CorsUtils.isPreFlightRequest(request);
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		List<HttpRule> matching = this.rules.matching(request);
		if (matching.isEmpty() || admits(matching, request, response)) {
			chain.doFilter(request, response);
		}
	}

	private boolean admits(List<HttpRule> matching, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		List<Charge> charges = new ArrayList<>(matching.size());
		for (HttpRule rule : matching) {
			String key = this.callers.key(rule.by(), request);
			if (key != null || this.missingKey == MissingKey.SHARED) {
				charges.add(rule.charge((key != null) ? key : Charge.EVERYBODY));
			}
			else if (this.missingKey == MissingKey.DENY) {
				this.logger.debug("%s denies a request without %s".formatted(rule.name(), rule.by()));
				ProblemWriter.write(request, response, HttpStatus.FORBIDDEN, "about:blank",
						HttpStatus.FORBIDDEN.getReasonPhrase(), "This request does not say who it is from.", List.of());
				return false;
			}
		}
		return charges.isEmpty() || admits(decide(charges), matching, request, response);
	}

	private Decision decide(List<Charge> charges) {
		return (charges.size() == 1) ? this.limits.tryAcquire(charges.get(0)) : this.limits.tryAcquire(charges);
	}

	private boolean admits(Decision decision, List<HttpRule> matching, HttpServletRequest request,
			HttpServletResponse response) throws IOException {
		if (decision instanceof Decision.Refused refused) {
			if (this.logger.isDebugEnabled()) {
				this.logger.debug("Policy '%s' refuses a request that matches %s".formatted(refused.policy(),
						matching.stream().map(HttpRule::name).toList()));
			}
			this.refusals.write(request, response, refused);
			return false;
		}
		this.headers.write(this.headers.visible(decision), response);
		return true;
	}

}
