package io.github.redispatterns.ratelimit.web;

import java.time.Duration;

import io.github.redispatterns.ratelimit.By;
import io.github.redispatterns.ratelimit.RateLimitKeyResolver;
import io.github.redispatterns.ratelimit.RateLimitPolicy;
import io.github.redispatterns.ratelimit.RateLimits;
import io.github.redispatterns.ratelimit.Tier;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.DispatcherServlet;

import static org.assertj.core.api.Assertions.assertThat;

class RateLimitWebAutoConfigurationTests {

	private static final String HTTP = "redis-patterns.ratelimit.http.";

	private static final String[] RULE = { HTTP + "rules[0].paths=/api/**", HTTP + "rules[0].policy=api" };

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RateLimitWebAutoConfiguration.class))
		.withUserConfiguration(Limits.class);

	@Test
	void isListed() {
		assertThat(ImportCandidates.load(AutoConfiguration.class, null))
			.contains(RateLimitWebAutoConfiguration.class.getName());
	}

	@Test
	void registersTheFilterBehindSpringSecurityForRequestsOnly() {
		this.runner.withPropertyValues(RULE).run((context) -> {
			FilterRegistrationBean<?> registration = context.getBean(FilterRegistrationBean.class);
			assertThat(registration.getFilter()).isInstanceOf(RateLimitFilter.class);
			assertThat(registration.getOrder()).isEqualTo(-50);
			assertThat(registration.isEnabled()).isTrue();
			assertThat(registration.determineDispatcherTypes()).containsExactly(DispatcherType.REQUEST);
			assertThat(context).hasSingleBean(RateLimitExceptionResolver.class);
			assertThat(context).hasSingleBean(RequestKeyResolver.class);
		});
	}

	@Test
	void registersTheFilterWhereItIsTold() {
		this.runner.withPropertyValues(RULE)
			.withPropertyValues(HTTP + "order=-110")
			.run((context) -> assertThat(context.getBean(FilterRegistrationBean.class).getOrder()).isEqualTo(-110));
	}

	@Test
	void putsNoFilterInTheWayWithoutRules() {
		this.runner.run((context) -> assertThat(context.getBean(FilterRegistrationBean.class).isEnabled()).isFalse());
	}

	@Test
	void bindsEverything() {
		this.runner.withPropertyValues(RULE)
			.withPropertyValues(HTTP + "rules[0].id=all", HTTP + "rules[0].methods=get,post",
					HTTP + "rules[0].by=api-key", HTTP + "rules[0].cost=2", HTTP + "missing-key=deny",
					HTTP + "api-key-header=X-Key", HTTP + "tenant-header=X-Shop", HTTP + "headers.standard=false",
					HTTP + "headers.legacy=true", HTTP + "headers.retry-after-jitter=5s",
					HTTP + "problem.type-base=/problems/", HTTP + "problem.include-policies=false",
					HTTP + "client-ip.trusted-proxies=10.0.0.0/8,fd00::/8", HTTP + "client-ip.header=X-Real-IP",
					HTTP + "client-ip.ipv6-prefix=56")
			.run((context) -> assertThat(context.getBean(RateLimitHttpProperties.class)).hasToString(
					"RateLimitHttpProperties[enabled=true, rules=[Rule[id=all, paths=[/api/**], methods=[GET, POST], "
							+ "policy=api, by=API_KEY, cost=2]], order=-50, missingKey=DENY, apiKeyHeader=X-Key, "
							+ "tenantHeader=X-Shop, headers=Headers[standard=false, legacy=true, retryAfterJitter=PT5S], "
							+ "problem=Problem[typeBase=/problems/, includePolicies=false], clientIp=ClientAddress["
							+ "trustedProxies=[10.0.0.0/8, fd00::/8], header=X-Real-IP, ipv6Prefix=56]]"));
	}

	@Test
	void addsItsKeyResolverToThoseOfTheApplication() {
		this.runner.withBean("plan", RateLimitKeyResolver.class, PlanResolver::new)
			.run((context) -> assertThat(context.getBeanProvider(RateLimitKeyResolver.class).orderedStream())
				.containsExactly(context.getBean("plan", RateLimitKeyResolver.class),
						context.getBean(RequestKeyResolver.class)));
	}

	@Test
	void backsOffWhereItIsDisabled() {
		this.runner.withPropertyValues(RULE)
			.withPropertyValues(HTTP + "enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RateLimitWebAutoConfiguration.class));
	}

	@Test
	void backsOffWithoutRateLimits() {
		new WebApplicationContextRunner().withConfiguration(AutoConfigurations.of(RateLimitWebAutoConfiguration.class))
			.withPropertyValues(RULE)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RateLimitWebAutoConfiguration.class));
	}

	@ParameterizedTest
	@ValueSource(classes = { Filter.class, DispatcherServlet.class })
	void backsOffWithoutTheClassesOfTheWeb(Class<?> missing) {
		this.runner.withClassLoader(new FilteredClassLoader(missing))
			.withPropertyValues(RULE)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RateLimitWebAutoConfiguration.class));
	}

	@Test
	void backsOffWhereNothingOfTheWebIsThere() {
		new ApplicationContextRunner()
			.withClassLoader(new FilteredClassLoader("jakarta.servlet", "org.springframework.web"))
			.withConfiguration(AutoConfigurations.of(RateLimitWebAutoConfiguration.class))
			.withUserConfiguration(Limits.class)
			.withPropertyValues(RULE)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RateLimitWebAutoConfiguration.class));
	}

	@Test
	void backsOffInOtherApplications() {
		new ReactiveWebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(RateLimitWebAutoConfiguration.class))
			.withUserConfiguration(Limits.class)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RateLimitWebAutoConfiguration.class));
	}

	@Test
	void knowsPoliciesThatBeansRegister() {
		this.runner.withUserConfiguration(Late.class)
			.withPropertyValues(HTTP + "rules[0].paths=/api/**", HTTP + "rules[0].policy=late")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					rules[1].policy=api                                 | rules[1].paths' is []                       | pattern
					rules[1].paths=api/**                               | rules[1].paths[0]' is "api/**"              | slash
					rules[1].paths=/a,/b/{id                            | rules[1].paths[1]' is "/b/{id"              | /orders/{id}
					rules[1].paths=/a                                   | rules[1].policy' is null                    | not blank
					rules[1].paths=/a;rules[1].policy=nope              | rules[1].policy' is "nope"                  | known are [api]
					rules[1].paths=/a;rules[1].policy=api;rules[1].cost=0 | rules[1].cost' is 0                       | 1 or more
					rules[1].paths=/a;rules[1].policy=api;rules[1].cost=6 | rules[1].cost' is 6                       | at most 5
					rules[1].paths=/a;rules[1].policy=api;rules[1].id=x | rules[1].id' is "x"                         | different
					rules[1].paths=/a;rules[1].policy=api;rules[1].id= | rules[1].id' is ""                           | not blank
					client-ip.trusted-proxies=10.0.0.0/8,proxy.local    | client-ip.trusted-proxies[1]' is "proxy.local" | fd00::/8
					client-ip.trusted-proxies=10.0.0.0/33               | client-ip.trusted-proxies[0]' is "10.0.0.0/33" | 10.0.0.0/8
					client-ip.ipv6-prefix=0                             | client-ip.ipv6-prefix' is 0                 | from 1 to 128
					client-ip.ipv6-prefix=129                           | client-ip.ipv6-prefix' is 129               | from 1 to 128
					client-ip.header=Forwarded                          | client-ip.header' is "Forwarded"            | X-Forwarded-For
					client-ip.header=X Y                                | client-ip.header' is "X Y"                  | header field
					api-key-header=X:Y                                  | api-key-header' is "X:Y"                    | header field
					tenant-header=                                      | tenant-header' is ""                        | header field
					headers.retry-after-jitter=-1s                      | headers.retry-after-jitter' is PT-1S        | from PT0S to PT1H
					headers.retry-after-jitter=2h                       | headers.retry-after-jitter' is PT2H         | from PT0S to PT1H
					rules[1].paths=/a;rules[1].methods=GTE              | rules[1].methods                            | GTE
					rules[1].paths=/a;rules[1].by=cookie                | rules[1].by                                 | cookie
					""")
	void namesThePropertyThatIsWrong(String properties, String place, String allowed) {
		String[] values = properties.split(";");
		for (int i = 0; i < values.length; i++) {
			values[i] = HTTP + values[i];
		}
		this.runner.withPropertyValues(RULE)
			.withPropertyValues(HTTP + "rules[0].id=x")
			.withPropertyValues(values)
			.run((context) -> {
				assertThat(context).hasFailed();
				assertThat(messages(context.getStartupFailure())).contains(HTTP + place).contains(allowed);
			});
	}

	private static String messages(Throwable failure) {
		StringBuilder messages = new StringBuilder();
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			messages.append(cause.getMessage()).append('\n');
		}
		return messages.toString();
	}

	@Configuration(proxyBeanMethods = false)
	public static class Limits {

		@Bean
		RateLimits limits() {
			return InMemoryRateLimits.of(RateLimitPolicy.of("api", Tier.of(5, Duration.ofSeconds(10))));
		}

	}

	private static final class PlanResolver implements RateLimitKeyResolver {

		@Override
		public boolean supports(By by) {
			return by == By.TENANT;
		}

		@Override
		public String resolve(By by) {
			return "acme";
		}

	}

	@Configuration(proxyBeanMethods = false)
	public static class Late {

		@Bean
		SmartInitializingSingleton register(RateLimits limits) {
			return () -> limits.register(RateLimitPolicy.of("late", Tier.of(5, Duration.ofSeconds(10))));
		}

	}

}
