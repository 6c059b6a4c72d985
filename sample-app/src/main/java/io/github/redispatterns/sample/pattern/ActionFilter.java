package io.github.redispatterns.sample.pattern;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Counts the commands of requests that a card makes, which says so in a header; other
 * requests pay nothing. It surrounds the filter that limits requests.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class ActionFilter extends OncePerRequestFilter {

	static final String HEADER = "X-Card";

	private final ActionLog log;

	ActionFilter(ActionLog log) {
		this.log = log;
	}

	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		String card = request.getHeader(HEADER);
		return card == null || !card.matches("[a-z]{1,40}");
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		// The answer leaves when the count is there, so that the page can ask for it.
		ContentCachingResponseWrapper held = new ContentCachingResponseWrapper(response);
		String query = (request.getQueryString() != null) ? "?" + request.getQueryString() : "";
		this.log.record(request.getHeader(HEADER), request.getMethod() + " " + request.getRequestURI() + query,
				() -> chain.doFilter(request, held));
		held.copyBodyToResponse();
	}

}
