package io.github.redispatterns.ratelimit.web;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

import io.github.redispatterns.ratelimit.Decision;
import io.github.redispatterns.ratelimit.Quota;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/**
 * Answers a refused request, the same way whether a rule or an annotation refused it.
 */
final class RefusalWriter {

	private final RateLimitHeaders headers;

	private final RateLimitHttpProperties.Problem problem;

	private final Duration jitter;

	RefusalWriter(RateLimitHeaders headers, RateLimitHttpProperties.Problem problem, Duration jitter) {
		this.headers = headers;
		this.problem = problem;
		this.jitter = jitter;
	}

	void write(HttpServletRequest request, HttpServletResponse response, Decision.Refused refused) throws IOException {
		List<Quota> quotas = this.headers.visible(refused);
		this.headers.write(quotas, response);
		boolean unavailable = refused.source() == Decision.Source.UNAVAILABLE;
		String detail = "This request would exceed what the limit ever admits at once.";
		if (unavailable || !refused.retryAfter().equals(Quota.NEVER)) {
			long seconds = retryAfter(unavailable ? Duration.ZERO : refused.retryAfter(), quotas);
			response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
			detail = "Retry after %d %s.".formatted(seconds, (seconds == 1) ? "second" : "seconds");
		}
		if (unavailable) {
			ProblemWriter.write(request, response, HttpStatus.SERVICE_UNAVAILABLE,
					this.problem.typeBase() + "temporary-reduced-capacity",
					"Request cannot be satisfied due to temporary server capacity constraints", detail,
					violated(refused, quotas));
		}
		else {
			ProblemWriter.write(request, response, HttpStatus.TOO_MANY_REQUESTS,
					this.problem.typeBase() + "quota-exceeded",
					"Request cannot be satisfied as assigned quota has been exceeded", detail,
					violated(refused, quotas));
		}
	}

	private long retryAfter(Duration least, List<Quota> quotas) {
		Duration wait = quotas.stream()
			.filter(RateLimitHeaders::isRetried)
			.map(Quota::retryAfter)
			.reduce(least, (one, other) -> (one.compareTo(other) >= 0) ? one : other);
		// rounded up, because a client that comes a moment early is refused again
		long random = ThreadLocalRandom.current().nextLong(this.jitter.toMillis() + 1);
		return Math.max(1, RateLimitHeaders.seconds(wait.plusMillis(random)));
	}

	private List<String> violated(Decision.Refused refused, List<Quota> quotas) {
		if (!this.problem.includePolicies()) {
			return List.of();
		}
		List<String> names = RateLimitHeaders.named(quotas)
			.entrySet()
			.stream()
			.filter((entry) -> !entry.getValue().admits())
			.map(Map.Entry::getKey)
			.toList();
		return names.isEmpty() ? List.of(refused.policy()) : names;
	}

}
