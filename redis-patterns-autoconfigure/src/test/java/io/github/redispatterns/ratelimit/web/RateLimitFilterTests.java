package io.github.redispatterns.ratelimit.web;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.redispatterns.ratelimit.By;
import io.github.redispatterns.ratelimit.Charge;
import io.github.redispatterns.ratelimit.RateLimitKeyResolver;
import io.github.redispatterns.ratelimit.RateLimitPolicy;
import io.github.redispatterns.ratelimit.Tier;
import io.github.redispatterns.ratelimit.WhenUnavailable;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

import static org.assertj.core.api.Assertions.assertThat;

class RateLimitFilterTests {

	private final InMemoryRateLimits limits = InMemoryRateLimits.of(
			RateLimitPolicy.of("api", Tier.of(2, Duration.ofSeconds(10))),
			RateLimitPolicy.of("login", Tier.of(1, Duration.ofMinutes(1))),
			RateLimitPolicy.of("trial", Tier.of(1, Duration.ofHours(1))).asShadow(),
			RateLimitPolicy.of("closed", Tier.of(1, Duration.ofMinutes(1)))
				.withWhenUnavailable(WhenUnavailable.CLOSED));

	@Test
	void refusesWhatExceedsTheLimitAndNothingElse() throws Exception {
		RateLimitFilter filter = filter(rule("api"));
		assertThat(run(filter, get("/api/a")).getHeader("RateLimit")).isEqualTo("\"api\";r=1;t=5");
		assertThat(run(filter, get("/api/b")).getHeader("RateLimit")).isEqualTo("\"api\";r=0;t=10");
		MockFilterChain chain = new MockFilterChain();
		MockHttpServletResponse refusal = new MockHttpServletResponse();
		filter.doFilter(get("/api/c"), refusal, chain);
		assertThat(refusal.getStatus()).isEqualTo(429);
		assertThat(refusal.getHeader("Retry-After")).isEqualTo("5");
		assertThat(chain.getRequest()).isNull();
		assertThat(run(filter, get("/other")).getStatus()).isEqualTo(200);
		MockHttpServletRequest neighbour = get("/api/a");
		neighbour.setRemoteAddr("203.0.113.8");
		assertThat(run(filter, neighbour).getStatus()).isEqualTo(200);
	}

	@Test
	void decidesAllRulesThatMatchTogether() throws Exception {
		RateLimitFilter filter = filter(Map.of("rules[0].paths", "/api/**", "rules[0].policy", "api", "rules[0].by",
				"everybody", "rules[1].paths", "/api/login", "rules[1].policy", "login", "rules[1].by", "ip",
				"rules[2].paths", "/other", "rules[2].policy", "closed"));
		MockHttpServletResponse first = run(filter, get("/api/login"));
		assertThat(this.limits.asked).containsExactly(Charge.of("api", Charge.EVERYBODY),
				Charge.of("login", "127.0.0.1"));
		assertThat(first.getHeader("RateLimit")).isEqualTo("\"api\";r=1;t=5, \"login\";r=0;t=60");
		MockHttpServletResponse second = run(filter, get("/api/login"));
		assertThat(second.getStatus()).isEqualTo(429);
		assertThat(second.getHeader("RateLimit")).isEqualTo("\"api\";r=1, \"login\";r=0;t=60");
		assertThat(second.getContentAsString()).contains("\"violated-policies\":[\"login\"]");
		assertThat(run(filter, get("/api/orders")).getStatus()).as("refused requests took nothing").isEqualTo(200);
	}

	@Test
	void takesTheCostOfTheRule() throws Exception {
		run(filter(Map.of("rules[0].paths", "/api/**", "rules[0].policy", "api", "rules[0].cost", "2")),
				get("/api/report"));
		assertThat(this.limits.asked).extracting(Charge::cost).containsExactly(2L);
	}

	@Test
	void countsByWhatTheRuleSays() throws Exception {
		RateLimitFilter filter = filter(Map.of("rules[0].paths", "/api/**", "rules[0].policy", "api", "rules[0].by",
				"user", "rules[1].paths", "/api/**", "rules[1].policy", "login", "rules[1].by", "api-key"));
		MockHttpServletRequest request = get("/api/a");
		request.setUserPrincipal(() -> "alice");
		request.addHeader("X-API-Key", "secret-4711");
		MockHttpServletResponse response = run(filter, request);
		assertThat(this.limits.asked).extracting(Charge::key).first().isEqualTo("alice");
		assertThat(this.limits.asked.toString()).doesNotContain("secret-4711");
		assertThat(response.getHeaders("RateLimit").toString()).doesNotContain("alice");
		MockHttpServletResponse refusal = run(filter, request);
		assertThat(refusal.getStatus()).isEqualTo(429);
		assertThat(refusal.getContentAsString() + refusal.getHeaderNames().stream().map(refusal::getHeaders).toList())
			.doesNotContain("alice")
			.doesNotContain("4711")
			.doesNotContain("%h");
	}

	@Test
	void countsRequestsWithoutKeyTogetherByDefault() throws Exception {
		RateLimitFilter filter = filter(by("tenant", Map.of()));
		run(filter, get("/api/a"));
		run(filter, get("/api/a"));
		assertThat(this.limits.asked).extracting(Charge::key).containsOnly(Charge.EVERYBODY);
		assertThat(run(filter, get("/api/a")).getStatus()).isEqualTo(429);
	}

	@Test
	void deniesRequestsWithoutKeyIfTold() throws Exception {
		MockFilterChain chain = new MockFilterChain();
		MockHttpServletResponse response = new MockHttpServletResponse();
		filter(by("tenant", Map.of("missing-key", "deny"))).doFilter(get("/api/a"), response, chain);
		assertThat(chain.getRequest()).isNull();
		assertThat(this.limits.asked).isEmpty();
		assertThat(response.getStatus()).isEqualTo(403);
		assertThat(response.getContentType()).isEqualTo("application/problem+json");
		assertThat(response.getContentAsString()).contains("\"about:blank\"", "\"Forbidden\"");
	}

	@Test
	void skipsTheRuleForRequestsWithoutKeyIfTold() throws Exception {
		RateLimitFilter filter = filter(by("tenant", Map.of("missing-key", "skip")));
		for (int i = 0; i < 5; i++) {
			MockHttpServletResponse response = run(filter, get("/api/a"));
			assertThat(response.getStatus()).isEqualTo(200);
			assertThat(response.containsHeader("RateLimit")).isFalse();
		}
		assertThat(this.limits.asked).isEmpty();
	}

	@Test
	void asksTheResolversOfTheApplicationFirst() throws Exception {
		RateLimitKeyResolver plan = new RateLimitKeyResolver() {

			@Override
			public boolean supports(By by) {
				return by == By.TENANT;
			}

			@Override
			public @Nullable String resolve(By by) {
				return currentRequest().getParameter("tenant");
			}

		};
		RateLimitFilter filter = filter(by("tenant", Map.of("missing-key", "skip")), plan);
		MockHttpServletRequest request = get("/api/a");
		request.setParameter("tenant", "acme");
		request.addHeader("X-Tenant-Id", "other");
		run(filter, request);
		assertThat(this.limits.asked).containsExactly(Charge.of("api", "acme"));
		request.removeParameter("tenant");
		run(filter, request);
		assertThat(this.limits.asked).as("its answer that there is none is final").hasSize(1);
	}

	@Test
	void leavesTheRequestContextAsItWas() throws Exception {
		MockHttpServletRequest outer = get("/outer");
		RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(outer));
		try {
			run(filter(rule("api")), get("/api/a"));
			assertThat(currentRequest()).isSameAs(outer);
		}
		finally {
			RequestContextHolder.resetRequestAttributes();
		}
		run(filter(rule("api")), get("/api/a"));
		assertThat(RequestContextHolder.getRequestAttributes()).isNull();
	}

	@Test
	void neitherRefusesNorShowsATrial() throws Exception {
		RateLimitFilter filter = filter(Map.of("rules[0].paths", "/api/**", "rules[0].policy", "trial"));
		for (int i = 0; i < 3; i++) {
			MockHttpServletResponse response = run(filter, get("/api/a"));
			assertThat(response.getStatus()).isEqualTo(200);
			assertThat(response.getHeaderNames()).isEmpty();
		}
		assertThat(this.limits.asked).hasSize(3);
	}

	@Test
	void followsThePolicyWhileRedisIsAway() throws Exception {
		this.limits.goAway();
		MockHttpServletResponse open = run(filter(rule("api")), get("/api/a"));
		assertThat(open.getStatus()).isEqualTo(200);
		assertThat(open.getHeaderNames()).isEmpty();
		MockHttpServletResponse closed = run(filter(rule("closed")), get("/api/a"));
		assertThat(closed.getStatus()).isEqualTo(503);
		assertThat(closed.getHeader("Retry-After")).isEqualTo("1");
	}

	@Test
	void countsARequestOnce() throws Exception {
		RateLimitFilter filter = filter(rule("api"));
		MockHttpServletRequest request = get("/api/a");
		MockFilterChain chain = new MockFilterChain(new jakarta.servlet.http.HttpServlet() {
		}, filter, filter);
		chain.doFilter(request, new MockHttpServletResponse());
		request.setDispatcherType(DispatcherType.ASYNC);
		run(filter, request);
		request.setDispatcherType(DispatcherType.ERROR);
		request.setAttribute("jakarta.servlet.error.request_uri", "/api/a");
		run(filter, request);
		assertThat(this.limits.asked).hasSize(1);
	}

	@Test
	void doesNotCountPreflights() throws Exception {
		MockHttpServletRequest preflight = new MockHttpServletRequest("OPTIONS", "/api/a");
		preflight.addHeader("Origin", "https://example.com");
		preflight.addHeader("Access-Control-Request-Method", "GET");
		run(filter(rule("api")), preflight);
		assertThat(this.limits.asked).isEmpty();
		run(filter(rule("api")), new MockHttpServletRequest("OPTIONS", "/api/a"));
		assertThat(this.limits.asked).hasSize(1);
	}

	private static HttpServletRequest currentRequest() {
		return ((ServletRequestAttributes) RequestContextHolder.currentRequestAttributes()).getRequest();
	}

	private static MockHttpServletRequest get(String uri) {
		return new MockHttpServletRequest("GET", uri);
	}

	private static Map<String, String> rule(String policy) {
		return Map.of("rules[0].paths", "/api/**", "rules[0].policy", policy);
	}

	private static Map<String, String> by(String by, Map<String, String> more) {
		Map<String, String> properties = new java.util.HashMap<>(rule("api"));
		properties.put("rules[0].by", by);
		properties.putAll(more);
		return properties;
	}

	private static MockHttpServletResponse run(RateLimitFilter filter, MockHttpServletRequest request)
			throws ServletException, IOException {
		MockHttpServletResponse response = new MockHttpServletResponse();
		filter.doFilter(request, response, new MockFilterChain());
		return response;
	}

	private RateLimitFilter filter(Map<String, String> properties, RateLimitKeyResolver... resolvers) {
		RateLimitHttpProperties bound = new Binder(List.of(new MapConfigurationPropertySource(properties)))
			.bindOrCreate("", RateLimitHttpProperties.class);
		RateLimitWebAutoConfiguration wiring = new RateLimitWebAutoConfiguration();
		StaticListableBeanFactory beans = new StaticListableBeanFactory();
		List.of(resolvers).forEach((resolver) -> beans.addBean("resolver" + resolver.hashCode(), resolver));
		beans.addBean("builtIn", wiring.redisPatternsRequestKeyResolver(bound));
		HttpRules rules = wiring.redisPatternsHttpRules(bound, this.limits);
		rules.afterSingletonsInstantiated();
		RateLimitHeaders headers = wiring.redisPatternsRateLimitHeaders(bound, rules);
		return wiring
			.redisPatternsRateLimitFilter(bound, rules, this.limits, beans.getBeanProvider(RateLimitKeyResolver.class),
					headers, wiring.redisPatternsRefusalWriter(headers, bound))
			.getFilter();
	}

}
