package io.github.redispatterns.ratelimit.web;

import java.security.Principal;

import io.github.redispatterns.internal.KeySpace;
import io.github.redispatterns.ratelimit.By;
import io.github.redispatterns.ratelimit.Charge;
import io.github.redispatterns.ratelimit.RateLimitKeyResolver;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.util.StringUtils;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Tells callers apart by the current HTTP request. It comes last, so a bean of the
 * application takes precedence.
 */
final class RequestKeyResolver implements RateLimitKeyResolver, Ordered {

	private final RateLimitHttpProperties properties;

	private final ClientIp clientIp;

	RequestKeyResolver(RateLimitHttpProperties properties) {
		this.properties = properties;
		RateLimitHttpProperties.ClientAddress address = properties.clientIp();
		this.clientIp = new ClientIp(address.trustedProxies().stream().map(Cidr::of).toList(), address.header(),
				address.ipv6Prefix());
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public boolean supports(By by) {
		return true;
	}

	@Override
	public @Nullable String resolve(By by) {
		if (by == By.EVERYBODY) {
			return Charge.EVERYBODY;
		}
		if (!(RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes)) {
			return null;
		}
		HttpServletRequest request = attributes.getRequest();
		return switch (by) {
			case EVERYBODY -> Charge.EVERYBODY;
			case USER -> user(request);
			case IP -> this.clientIp.of(request);
			case API_KEY -> {
				String secret = text(request.getHeader(this.properties.apiKeyHeader()));
				yield (secret != null) ? KeySpace.digest(secret) : null;
			}
			case TENANT -> text(request.getHeader(this.properties.tenantHeader()));
		};
	}

	private static @Nullable String user(HttpServletRequest request) {
		Principal principal = request.getUserPrincipal();
		return text((principal != null) ? principal.getName() : request.getRemoteUser());
	}

	private static @Nullable String text(@Nullable String value) {
		return StringUtils.hasText(value) ? value.strip() : null;
	}

}
