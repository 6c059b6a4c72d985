package io.github.redispatterns.ratelimit.web;

import java.io.IOException;
import java.io.UncheckedIOException;

import io.github.redispatterns.ratelimit.RateLimitExceededException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * Answers a request whose controller ran into a limit as if a rule had refused it.
 * <p>
 * It comes just before Spring MVC's own resolvers, or an application's handler for every
 * exception would turn refusals into server errors.
 */
final class RateLimitExceptionResolver implements HandlerExceptionResolver, Ordered {

	private final RefusalWriter refusals;

	RateLimitExceptionResolver(RefusalWriter refusals) {
		this.refusals = refusals;
	}

	@Override
	public int getOrder() {
		return -1;
	}

	@Override
	public @Nullable ModelAndView resolveException(HttpServletRequest request, HttpServletResponse response,
			@Nullable Object handler, Exception exception) {
		if (!(exception instanceof RateLimitExceededException exceeded) || response.isCommitted()) {
			return null;
		}
		try {
			response.resetBuffer();
			this.refusals.write(request, response, exceeded.getDecision());
			return new ModelAndView();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
