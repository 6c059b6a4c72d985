package io.github.redispatterns.ratelimit.web;

import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.github.redispatterns.internal.Require;
import io.github.redispatterns.ratelimit.By;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.web.bind.annotation.RequestMethod;

/**
 * Settings for rate limits of HTTP requests.
 *
 * @param enabled whether rules are applied, refusals are answered and callers are told
 * apart by their requests
 * @param rules limits of requests, all of which a request that matches them must pass
 * @param order order of the filter among the others; Spring Security has -100
 * @param missingKey what to do with a request that does not say who it is from
 * @param apiKeyHeader name of the header with the API key
 * @param tenantHeader name of the header with the tenant
 * @param headers header fields of limited responses
 * @param problem body of a refusal
 * @param clientIp how the address of a client is found
 */
@ConfigurationProperties("redis-patterns.ratelimit.http")
record RateLimitHttpProperties(@DefaultValue("true") boolean enabled, @DefaultValue List<Rule> rules,
		@DefaultValue("" + RateLimitFilter.DEFAULT_ORDER) int order, @DefaultValue("shared") MissingKey missingKey,
		@DefaultValue("X-API-Key") String apiKeyHeader, @DefaultValue("X-Tenant-Id") String tenantHeader,
		@DefaultValue Headers headers, @DefaultValue Problem problem, @DefaultValue ClientAddress clientIp) {

	static final String PREFIX = "redis-patterns.ratelimit.http";

	RateLimitHttpProperties {
		requireFieldName(apiKeyHeader, PREFIX + ".api-key-header");
		requireFieldName(tenantHeader, PREFIX + ".tenant-header");
		Set<String> ids = new HashSet<>();
		for (int i = 0; i < rules.size(); i++) {
			Rule rule = rules.get(i);
			HttpRule.check(rule, place(i));
			Require.that(rule.id() == null || ids.add(rule.id()), place(i) + ".id", rule.id(),
					"different from the ids of other rules");
		}
	}

	static String place(int rule) {
		return PREFIX + ".rules[" + rule + "]";
	}

	private static void requireFieldName(String name, String place) {
		Require.that(name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}"), place, name, "the name of a header field");
	}

	/** What to do with a request that does not say who it is from. */
	enum MissingKey {

		/** Refuse it with status 403. */
		DENY,

		/** Count it together with all others that do not say it. */
		SHARED,

		/** Do not apply the rule to it. */
		SKIP

	}

	/**
	 * A limit of requests.
	 *
	 * @param id name of the rule in logs; its position if left out
	 * @param paths patterns of paths below the context path, such as /api/** or
	 * /orders/{id}
	 * @param methods methods that are limited, where GET includes HEAD; all if left out
	 * @param policy name of the policy
	 * @param by whose requests are counted together
	 * @param cost how much a request takes, 1 or more
	 */
	record Rule(@Nullable String id, @DefaultValue List<String> paths, @DefaultValue Set<RequestMethod> methods,
			@Nullable String policy, @DefaultValue("ip") By by, @DefaultValue("1") long cost) {
	}

	/**
	 * Header fields of limited responses.
	 *
	 * @param standard whether responses carry RateLimit and RateLimit-Policy
	 * @param legacy whether responses carry X-RateLimit-Limit, X-RateLimit-Remaining and
	 * X-RateLimit-Reset
	 * @param retryAfterJitter longest random delay added to Retry-After, so that refused
	 * clients do not all come back at once
	 */
	record Headers(@DefaultValue("true") boolean standard, @DefaultValue("false") boolean legacy,
			@DefaultValue("0s") Duration retryAfterJitter) {

		Headers {
			Require.between(retryAfterJitter, Duration.ZERO, Duration.ofHours(1),
					PREFIX + ".headers.retry-after-jitter");
		}

	}

	/**
	 * Body of a refusal.
	 *
	 * @param typeBase what the type of a problem begins with; its name follows
	 * @param includePolicies whether the policies that refused are named
	 */
	record Problem(@DefaultValue("https://iana.org/assignments/http-problem-types#") URI typeBase,
			@DefaultValue("true") boolean includePolicies) {
	}

	/**
	 * How the address of a client is found.
	 *
	 * @param trustedProxies addresses and networks of proxies whose forwarding header is
	 * believed, such as 10.0.0.0/8
	 * @param header name of the header in which proxies append addresses
	 * @param ipv6Prefix leading bits of IPv6 addresses that are counted together, from 1
	 * to 128
	 */
	record ClientAddress(@DefaultValue List<String> trustedProxies, @DefaultValue("X-Forwarded-For") String header,
			@DefaultValue("64") int ipv6Prefix) {

		ClientAddress {
			for (int i = 0; i < trustedProxies.size(); i++) {
				Require.that(Cidr.parse(trustedProxies.get(i)) != null,
						PREFIX + ".client-ip.trusted-proxies[" + i + "]", trustedProxies.get(i),
						"an address or a network such as 10.0.0.0/8 or fd00::/8; names are not looked up");
			}
			requireFieldName(header, PREFIX + ".client-ip.header");
			Require.that(!header.equalsIgnoreCase("Forwarded"), PREFIX + ".client-ip.header", header,
					"a header that lists bare addresses, as X-Forwarded-For does");
			Require.that(ipv6Prefix >= 1 && ipv6Prefix <= 128, PREFIX + ".client-ip.ipv6-prefix", ipv6Prefix,
					"from 1 to 128");
		}

	}

}
