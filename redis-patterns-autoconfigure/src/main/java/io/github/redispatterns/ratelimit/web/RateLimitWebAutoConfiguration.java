package io.github.redispatterns.ratelimit.web;

import io.github.redispatterns.ratelimit.RateLimitKeyResolver;
import io.github.redispatterns.ratelimit.RateLimits;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * Limits HTTP requests by rules, answers refusals, and tells callers apart by their
 * requests.
 */
@AutoConfiguration(afterName = "io.github.redispatterns.ratelimit.RateLimitAutoConfiguration")
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({ Filter.class, DispatcherServlet.class })
@ConditionalOnBean(RateLimits.class)
@ConditionalOnBooleanProperty(name = "redis-patterns.ratelimit.http.enabled", matchIfMissing = true)
@EnableConfigurationProperties(RateLimitHttpProperties.class)
public final class RateLimitWebAutoConfiguration {

	@Bean
	RequestKeyResolver redisPatternsRequestKeyResolver(RateLimitHttpProperties properties) {
		return new RequestKeyResolver(properties);
	}

	@Bean
	RateLimitHeaders redisPatternsRateLimitHeaders(RateLimitHttpProperties properties, HttpRules rules) {
		return new RateLimitHeaders(properties.headers().standard(), properties.headers().legacy(), rules::isTrial);
	}

	@Bean
	RefusalWriter redisPatternsRefusalWriter(RateLimitHeaders headers, RateLimitHttpProperties properties) {
		return new RefusalWriter(headers, properties.problem(), properties.headers().retryAfterJitter());
	}

	@Bean
	RateLimitExceptionResolver redisPatternsRateLimitExceptionResolver(RefusalWriter refusals) {
		return new RateLimitExceptionResolver(refusals);
	}

	@Bean
	HttpRules redisPatternsHttpRules(RateLimitHttpProperties properties, RateLimits limits) {
		return new HttpRules(properties.rules(), limits);
	}

	@Bean
	FilterRegistrationBean<RateLimitFilter> redisPatternsRateLimitFilter(RateLimitHttpProperties properties,
			HttpRules rules, RateLimits limits, ObjectProvider<RateLimitKeyResolver> resolvers,
			RateLimitHeaders headers, RefusalWriter refusals) {
		FilterRegistrationBean<RateLimitFilter> registration = new FilterRegistrationBean<>(
				new RateLimitFilter(rules, limits, new Callers(resolvers), properties.missingKey(), headers, refusals));
		registration.setOrder(properties.order());
		registration.setDispatcherTypes(DispatcherType.REQUEST);
		registration.setEnabled(!rules.isEmpty());
		return registration;
	}

}
