package io.github.redispatterns.ratelimit.web;

import java.util.List;

import io.github.redispatterns.ratelimit.By;
import io.github.redispatterns.ratelimit.Charge;
import io.github.redispatterns.ratelimit.RateLimitKeyResolver;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.StringUtils;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Asks the resolvers who a request is from. They are created with the first request, not
 * with the filter, which the server needs before most beans are ready.
 */
final class Callers {

	private final SingletonSupplier<List<RateLimitKeyResolver>> resolvers;

	Callers(ObjectProvider<RateLimitKeyResolver> resolvers) {
		this.resolvers = SingletonSupplier.of(() -> resolvers.orderedStream().toList());
	}

	@Nullable String key(By by, HttpServletRequest request) {
		if (by == By.EVERYBODY) {
			return Charge.EVERYBODY;
		}
		// earlier filters may have seen another request than this one, which knows its
		// user
		RequestAttributes previous = RequestContextHolder.getRequestAttributes();
		RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(request));
		try {
			return resolve(by);
		}
		finally {
			RequestContextHolder.setRequestAttributes(previous);
		}
	}

	private @Nullable String resolve(By by) {
		for (RateLimitKeyResolver resolver : this.resolvers.obtain()) {
			if (resolver.supports(by)) {
				String key = resolver.resolve(by);
				return StringUtils.hasText(key) ? key : null;
			}
		}
		return null;
	}

}
