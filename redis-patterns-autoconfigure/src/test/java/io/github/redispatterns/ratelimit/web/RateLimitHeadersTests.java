package io.github.redispatterns.ratelimit.web;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.redispatterns.ratelimit.Decision;
import io.github.redispatterns.ratelimit.Quota;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

class RateLimitHeadersTests {

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	private final RateLimitHeaders headers = new RateLimitHeaders(true, false, "trial"::equals);

	@Test
	void sayLimitAndRestOfTheOnlyTierUnderTheNameOfThePolicy() {
		this.headers.write(List.of(admitting("api", "10s", 5, 10, 4, 2000)), this.response);
		assertThat(this.response.getHeader("RateLimit-Policy")).isEqualTo("\"api\";q=5;w=10");
		assertThat(this.response.getHeader("RateLimit")).isEqualTo("\"api\";r=4;t=2");
		assertThat(this.response.getHeaderNames()).containsExactlyInAnyOrder("RateLimit-Policy", "RateLimit");
	}

	@Test
	void nameEveryTierOfSeveral() {
		this.headers.write(List.of(admitting("api", "1s", 10, 1, 9, 100), admitting("api", "1h", 1000, 3600, 998, 7200),
				admitting("login", "1m", 5, 60, 4, 12_000)), this.response);
		assertThat(this.response.getHeader("RateLimit-Policy"))
			.isEqualTo("\"api.1s\";q=10;w=1, \"api.1h\";q=1000;w=3600, \"login\";q=5;w=60");
		assertThat(this.response.getHeader("RateLimit"))
			.isEqualTo("\"api.1s\";r=9;t=1, \"api.1h\";r=998;t=8, \"login\";r=4;t=12");
	}

	@ParameterizedTest
	@CsvSource({ "0, 0", "1, 1", "999, 1", "1000, 1", "1001, 2", "9999, 10" })
	void roundTimesUp(long millis, long seconds) {
		this.headers.write(List.of(admitting("api", "10s", 5, 10, 4, millis)), this.response);
		assertThat(parsed("RateLimit")).isEqualTo(Map.of("api", Map.of("r", 4L, "t", seconds)));
	}

	@Test
	void haveAWindowOfAtLeastASecond() {
		this.headers.write(
				List.of(new Quota("api", "100ms", 5, Duration.ofMillis(100), 4, Duration.ZERO, Duration.ZERO)),
				this.response);
		assertThat(parsed("RateLimit-Policy")).isEqualTo(Map.of("api", Map.of("q", 5L, "w", 1L)));
	}

	@Test
	void boundIntegers() {
		this.headers.write(List.of(new Quota("api", "1ms", Long.MAX_VALUE, Duration.ofMillis(1), Long.MAX_VALUE,
				Duration.ofSeconds(Long.MAX_VALUE), Duration.ZERO)), this.response);
		assertThat(parsed("RateLimit-Policy").get("api")).containsEntry("q", 999_999_999_999_999L);
		assertThat(parsed("RateLimit").get("api")).containsEntry("r", 999_999_999_999_999L)
			.containsEntry("t", 999_999_999_999_999L);
	}

	@Test
	void neverSayLessThanNothing() {
		this.headers.write(List.of(admitting("api", "10s", 5, 10, -3, 2000)), this.response);
		assertThat(parsed("RateLimit").get("api")).containsEntry("r", 0L);
	}

	@Test
	void sayOfARefusalWhenTheRefusingTiersAdmitIt() {
		this.headers.write(List.of(refusing("api", "1s", 10, 1, 0, 90), refusing("api", "1m", 100, 60, 2, 4100),
				admitting("api", "1h", 1000, 3600, 700, 1_080_000)), this.response);
		assertThat(this.response.getHeader("RateLimit"))
			.isEqualTo("\"api.1s\";r=0;t=1, \"api.1m\";r=2;t=5, \"api.1h\";r=700");
	}

	@Test
	void sayNoTimeWhereItNeverComes() {
		this.headers.write(List.of(new Quota("api", "10s", 5, Duration.ofSeconds(10), 5, Duration.ZERO, Quota.NEVER)),
				this.response);
		assertThat(this.response.getHeader("RateLimit")).isEqualTo("\"api\";r=5");
	}

	@Test
	void sayTheTightestOfSeveralKeysOfOnePolicy() {
		this.headers.write(List.of(admitting("api", "10s", 5, 10, 4, 2000), admitting("api", "10s", 5, 10, 1, 8000),
				admitting("api", "10s", 5, 10, 3, 4000)), this.response);
		assertThat(this.response.getHeader("RateLimit-Policy")).isEqualTo("\"api\";q=5;w=10");
		assertThat(this.response.getHeader("RateLimit")).isEqualTo("\"api\";r=1;t=8");
	}

	@Test
	void hidePoliciesOnTrial() {
		Quota real = admitting("api", "10s", 5, 10, 4, 2000);
		Decision decision = new Decision.Allowed("trial", List.of(refusing("trial", "1s", 1, 1, 0, 500), real),
				Decision.Source.REDIS, true);
		assertThat(this.headers.visible(decision)).containsExactly(real);
	}

	@Test
	void areLeftOutWithoutQuotas() {
		new RateLimitHeaders(true, true, (policy) -> false).write(List.of(), this.response);
		assertThat(this.response.getHeaderNames()).isEmpty();
	}

	@Test
	void sayTheTightestTierInTheOldForm() {
		RateLimitHeaders legacy = new RateLimitHeaders(false, true, (policy) -> false);
		legacy.write(List.of(admitting("api", "1s", 10, 1, 9, 100), admitting("api", "1h", 1000, 3600, 12, 5500)),
				this.response);
		assertThat(this.response.getHeader("X-RateLimit-Limit")).isEqualTo("1000");
		assertThat(this.response.getHeader("X-RateLimit-Remaining")).isEqualTo("12");
		assertThat(this.response.getHeader("X-RateLimit-Reset")).isEqualTo("6");
		assertThat(this.response.getHeaderNames()).hasSize(3);
	}

	@Test
	void sayTheTierThatRefusesLongestInTheOldForm() {
		RateLimitHeaders legacy = new RateLimitHeaders(false, true, (policy) -> false);
		legacy.write(List.of(refusing("api", "1s", 10, 1, 0, 90), refusing("api", "1m", 100, 60, 0, 4100)),
				this.response);
		assertThat(this.response.getHeader("X-RateLimit-Limit")).isEqualTo("100");
		assertThat(this.response.getHeader("X-RateLimit-Remaining")).isEqualTo("0");
		assertThat(this.response.getHeader("X-RateLimit-Reset")).isEqualTo("5");
	}

	private Map<String, Map<String, Long>> parsed(String header) {
		return FieldList.parse(this.response.getHeader(header));
	}

	static Quota admitting(String policy, String tier, long limit, long seconds, long remaining, long resetMillis) {
		return new Quota(policy, tier, limit, Duration.ofSeconds(seconds), remaining, Duration.ofMillis(resetMillis),
				Duration.ZERO);
	}

	static Quota refusing(String policy, String tier, long limit, long seconds, long remaining, long retryMillis) {
		Duration period = Duration.ofSeconds(seconds);
		return new Quota(policy, tier, limit, period, remaining, period, Duration.ofMillis(retryMillis));
	}

}
