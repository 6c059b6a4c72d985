package io.github.redispatterns.ratelimit.web;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.mock.web.MockHttpServletRequest;

import static org.assertj.core.api.Assertions.assertThat;

class HttpRulesTests {

	@ParameterizedTest
	@CsvSource({ "/api/**, , GET, /api/orders, true", "/api/**, , DELETE, /api, true", "/api/**, , GET, /apis, false",
			"/api/**, , GET, /, false", "/orders/{id}, , GET, /orders/7, true",
			"/orders/{id}, , GET, /orders/7/lines, false", "/orders/{id}, , GET, /orders/7;v=1, true",
			"/api/login, , POST, /api/%6Cogin, true", "/api/login, , POST, /api/login;jsessionid=1, true",
			"/api/login, , POST, /api/login/, false", "/api/login, , POST, /API/login, false",
			"/api/login, POST, POST, /api/login, true", "/api/login, POST, GET, /api/login, false",
			"/api/login, 'POST,PUT', PUT, /api/login, true", "/api/**, GET, HEAD, /api/orders, true",
			"/api/**, POST, HEAD, /api/orders, false", "'/a,/b', , GET, /b, true", "/**, , PROPFIND, /anything, true" })
	void matchByPathAndMethodAsControllersDo(String paths, @Nullable String methods, String method, String uri,
			boolean matches) {
		HttpRules rules = rules(Map.of("rules[0].paths", paths, "rules[0].methods", (methods != null) ? methods : "",
				"rules[0].policy", "api"));
		assertThat(rules.matching(new MockHttpServletRequest(method, uri))).hasSize(matches ? 1 : 0);
	}

	@Test
	void matchBelowTheContextPath() {
		MockHttpServletRequest request = new MockHttpServletRequest("GET", "/shop/api/orders");
		request.setContextPath("/shop");
		assertThat(rules(Map.of("rules[0].paths", "/api/**", "rules[0].policy", "api")).matching(request)).hasSize(1);
	}

	@Test
	void matchInTheirOrder() {
		HttpRules rules = rules(
				Map.of("rules[0].id", "login", "rules[0].paths", "/api/login", "rules[0].policy", "b", "rules[1].paths",
						"/api/orders", "rules[1].policy", "c", "rules[2].paths", "/api/**", "rules[2].policy", "a"));
		assertThat(rules.matching(new MockHttpServletRequest("GET", "/api/login"))).extracting(HttpRule::name)
			.containsExactly("login", "redis-patterns.ratelimit.http.rules[2]");
	}

	private static HttpRules rules(Map<String, String> properties) {
		RateLimitHttpProperties bound = new Binder(List.of(new MapConfigurationPropertySource(properties)))
			.bindOrCreate("", RateLimitHttpProperties.class);
		return new HttpRules(bound.rules(), new InMemoryRateLimits());
	}

}
