package io.github.redispatterns.ratelimit.web;

import java.security.Principal;
import java.util.List;

import io.github.redispatterns.ratelimit.By;
import io.github.redispatterns.ratelimit.Charge;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

import static org.assertj.core.api.Assertions.assertThat;

class RequestKeyResolverTests {

	private final RequestKeyResolver resolver = new RequestKeyResolver(
			new Binder(List.of(new MapConfigurationPropertySource())).bindOrCreate(RateLimitHttpProperties.PREFIX,
					RateLimitHttpProperties.class));

	private final MockHttpServletRequest request = new MockHttpServletRequest();

	@AfterEach
	void leaveRequest() {
		RequestContextHolder.resetRequestAttributes();
	}

	@Test
	void knowsTheUserByThePrincipal() {
		Principal alice = () -> "alice";
		this.request.setUserPrincipal(alice);
		this.request.setRemoteUser("bob");
		assertThat(resolve(By.USER)).isEqualTo("alice");
	}

	@Test
	void knowsTheUserByTheContainer() {
		this.request.setRemoteUser("bob");
		assertThat(resolve(By.USER)).isEqualTo("bob");
	}

	@Test
	void knowsTheClientByItsAddress() {
		this.request.setRemoteAddr("2001:db8:0:1:2:3:4:5");
		this.request.addHeader("X-Forwarded-For", "203.0.113.7");
		assertThat(resolve(By.IP)).isEqualTo("2001:db8:0:1::/64");
	}

	@Test
	void knowsTheApiKeyByADigestThatDoesNotTellIt() {
		this.request.addHeader("x-api-key", " secret-4711 ");
		String key = resolve(By.API_KEY);
		assertThat(key).startsWith("%h").hasSize(42).doesNotContain("secret").doesNotContain("4711");
		this.request.removeHeader("x-api-key");
		this.request.addHeader("X-API-Key", "secret-4711");
		assertThat(resolve(By.API_KEY)).isEqualTo(key);
	}

	@Test
	void knowsTheTenantByItsHeader() {
		this.request.addHeader("X-Tenant-Id", "acme");
		assertThat(resolve(By.TENANT)).isEqualTo("acme");
	}

	@ParameterizedTest
	@EnumSource(names = { "USER", "API_KEY", "TENANT" })
	void knowsNobodyWhereTheRequestSaysNothing(By by) {
		this.request.addHeader("X-API-Key", " ");
		this.request.addHeader("X-Tenant-Id", "");
		assertThat(resolve(by)).isNull();
	}

	@ParameterizedTest
	@EnumSource(names = "EVERYBODY", mode = EnumSource.Mode.EXCLUDE)
	void knowsNobodyWithoutARequest(By by) {
		assertThat(this.resolver.supports(by)).isTrue();
		assertThat(this.resolver.resolve(by)).isNull();
	}

	@Test
	void knowsEverybody() {
		assertThat(this.resolver.resolve(By.EVERYBODY)).isEqualTo(Charge.EVERYBODY);
	}

	private String resolve(By by) {
		RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(this.request));
		return this.resolver.resolve(by);
	}

}
