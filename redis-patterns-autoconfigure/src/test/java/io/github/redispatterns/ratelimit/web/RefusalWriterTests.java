package io.github.redispatterns.ratelimit.web;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.github.redispatterns.ratelimit.Decision;
import io.github.redispatterns.ratelimit.Decision.Refused;
import io.github.redispatterns.ratelimit.Decision.Source;
import io.github.redispatterns.ratelimit.Quota;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

class RefusalWriterTests {

	private static final String TYPES = "https://iana.org/assignments/http-problem-types#";

	private static final Quota REFUSING = RateLimitHeadersTests.refusing("api", "10s", 5, 10, 0, 1500);

	private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/orders/7");

	@Test
	void answersWithTooManyRequestsAndAllAClientNeedsToComeBack() throws IOException {
		MockHttpServletResponse response = write(writer(), refused(REFUSING));
		assertThat(response.getStatus()).isEqualTo(429);
		assertThat(response.getHeader("Retry-After")).isEqualTo("2");
		assertThat(response.getHeader("RateLimit-Policy")).isEqualTo("\"api\";q=5;w=10");
		assertThat(response.getHeader("RateLimit")).isEqualTo("\"api\";r=0;t=2");
		assertThat(response.getContentType()).isEqualTo("application/problem+json");
		assertThat(response.getContentLength()).isEqualTo(response.getContentAsByteArray().length);
		assertThat(response.getContentAsString()).isEqualTo("""
				{"type":"https://iana.org/assignments/http-problem-types#quota-exceeded",\
				"title":"Request cannot be satisfied as assigned quota has been exceeded",\
				"status":429,"detail":"Retry after 2 seconds.","instance":"/orders/7",\
				"violated-policies":["api"]}""");
	}

	@Test
	void namesTheTiersThatRefusedAsTheHeadersDo() throws IOException {
		Quota longer = RateLimitHeadersTests.refusing("api", "1m", 20, 60, 0, 30_000);
		Quota admitting = RateLimitHeadersTests.admitting("api", "1h", 100, 3600, 60, 1000);
		MockHttpServletResponse response = write(writer(), refused(REFUSING, longer, admitting));
		assertThat(response.getHeader("Retry-After")).isEqualTo("30");
		assertThat(body(response).get("violated-policies").toString()).isEqualTo("[\"api.10s\",\"api.1m\"]");
		assertThat(FieldList.parse(response.getHeader("RateLimit"))).containsKeys("api.10s", "api.1m", "api.1h");
	}

	@Test
	void namesNoPolicyWhereThatIsSwitchedOff() throws IOException {
		RefusalWriter silent = new RefusalWriter(new RateLimitHeaders(false, false, (policy) -> false),
				new RateLimitHttpProperties.Problem(URI.create(TYPES), false), Duration.ZERO);
		MockHttpServletResponse response = write(silent, refused(REFUSING));
		assertThat(body(response).has("violated-policies")).isFalse();
		assertThat(response.getContentAsString()).doesNotContain("api");
		assertThat(response.getHeaderNames()).containsExactlyInAnyOrder("Retry-After", "Content-Type",
				"Content-Length");
	}

	@Test
	void takesTheTypesFromElsewhere() throws IOException {
		RefusalWriter writer = new RefusalWriter(new RateLimitHeaders(true, false, (policy) -> false),
				new RateLimitHttpProperties.Problem(URI.create("https://example.com/problems/"), true), Duration.ZERO);
		assertThat(body(write(writer, refused(REFUSING))).get("type").asString())
			.isEqualTo("https://example.com/problems/quota-exceeded");
	}

	@Test
	void answersWithServiceUnavailableWhenRedisCouldNotBeAsked() throws IOException {
		MockHttpServletResponse response = write(writer(),
				new Refused("login", List.of(), Source.UNAVAILABLE, Duration.ZERO));
		assertThat(response.getStatus()).isEqualTo(503);
		assertThat(response.getHeader("Retry-After")).isEqualTo("1");
		assertThat(response.getHeader("RateLimit")).isNull();
		assertThat(response.getContentType()).isEqualTo("application/problem+json");
		assertThat(response.getContentAsString()).isEqualTo("""
				{"type":"https://iana.org/assignments/http-problem-types#temporary-reduced-capacity",\
				"title":"Request cannot be satisfied due to temporary server capacity constraints",\
				"status":503,"detail":"Retry after 1 second.","instance":"/orders/7",\
				"violated-policies":["login"]}""");
	}

	@ParameterizedTest
	@CsvSource({ "1, 1", "999, 1", "1000, 1", "1001, 2", "59999, 60", "86400001, 86401" })
	void roundsRetryAfterUpToAtLeastOneSecond(long millis, String seconds) throws IOException {
		Quota quota = RateLimitHeadersTests.refusing("api", "1d", 5, 86_400, 0, millis);
		MockHttpServletResponse response = write(writer(), refused(quota));
		assertThat(response.getHeader("Retry-After")).isEqualTo(seconds);
		assertThat(FieldList.parse(response.getHeader("RateLimit")).get("api")).containsEntry("t",
				Long.valueOf(seconds));
	}

	@Test
	void neverSaysRetryAfterEarlierThanAnyTier() throws IOException {
		Refused tooShort = new Refused("api", List.of(REFUSING), Source.REDIS, Duration.ofMillis(200));
		assertThat(write(writer(), tooShort).getHeader("Retry-After")).isEqualTo("2");
	}

	@Test
	void saysNoTimeToARequestThatIsNeverAdmitted() throws IOException {
		Quota never = new Quota("api", "10s", 5, Duration.ofSeconds(10), 5, Duration.ZERO, Quota.NEVER);
		MockHttpServletResponse response = write(writer(), refused(never));
		assertThat(response.getStatus()).isEqualTo(429);
		assertThat(response.getHeader("Retry-After")).isNull();
		assertThat(body(response).get("detail").asString()).contains("ever");
	}

	@Test
	void spreadsClientsByJitterAndNeverCallsThemEarlier() throws IOException {
		RefusalWriter spreading = new RefusalWriter(new RateLimitHeaders(true, false, (policy) -> false),
				new RateLimitHttpProperties.Problem(URI.create(TYPES), true), Duration.ofSeconds(30));
		Set<Integer> seen = new TreeSet<>();
		for (int i = 0; i < 300; i++) {
			seen.add(Integer.valueOf(write(spreading, refused(REFUSING)).getHeader("Retry-After")));
		}
		assertThat(seen).hasSizeGreaterThan(5).allSatisfy((seconds) -> assertThat(seconds).isBetween(2, 32));
	}

	private static RefusalWriter writer() {
		return new RefusalWriter(new RateLimitHeaders(true, false, (policy) -> false),
				new RateLimitHttpProperties.Problem(URI.create(TYPES), true), Duration.ZERO);
	}

	private static Refused refused(Quota... quotas) {
		Decision binding = new Decision.Allowed("", List.of(quotas), Source.REDIS, false);
		return new Refused("api", List.of(quotas), Source.REDIS, binding.binding().retryAfter());
	}

	private MockHttpServletResponse write(RefusalWriter writer, Refused refused) throws IOException {
		MockHttpServletResponse response = new MockHttpServletResponse();
		writer.write(this.request, response, refused);
		return response;
	}

	private static JsonNode body(MockHttpServletResponse response) {
		return JsonMapper.shared().readTree(response.getContentAsByteArray());
	}

}
