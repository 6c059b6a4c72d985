package io.github.redispatterns.ratelimit.web;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.github.redispatterns.ratelimit.Charge;
import io.github.redispatterns.ratelimit.Decision;
import io.github.redispatterns.ratelimit.RateLimitPolicy;
import io.github.redispatterns.ratelimit.Tier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client that waits as long as it is told is never refused twice in a row, whatever the
 * fraction of a second in which it comes.
 */
class ObedientClientTests {

	private final RateLimitHeaders headers = new RateLimitHeaders(true, false, (policy) -> false);

	private final RefusalWriter refusals = new RefusalWriter(this.headers,
			new RateLimitHttpProperties.Problem(URI.create("#"), true), Duration.ZERO);

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4, 5 })
	void isAdmittedWhenItComesBackAfterRetryAfter(int seed) throws Exception {
		Random random = new Random(seed);
		InMemoryRateLimits limits = InMemoryRateLimits.of(RateLimitPolicy.of("api", Tier.of(3, Duration.ofMillis(700)),
				Tier.of(10, Duration.ofSeconds(7)), Tier.of(40, Duration.ofMinutes(1)).withBurst(20)));
		int refused = 0;
		for (int i = 0; i < 2000; i++) {
			limits.advance(Duration.ofMillis(random.nextInt(120)));
			Charge charge = new Charge("api", "me", 1 + random.nextInt(3));
			if (limits.tryAcquire(charge) instanceof Decision.Refused refusal) {
				refused++;
				limits.advance(Duration.ofSeconds(retryAfter(refusal)));
				assertThat(limits.tryAcquire(charge)).as("second attempt of request %d", i)
					.isInstanceOf(Decision.Allowed.class);
			}
		}
		assertThat(refused).as("requests that were refused once").isGreaterThan(100);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3 })
	void isNeverRefusedIfItKeepsToTheRateLimitField(int seed) {
		Random random = new Random(seed);
		InMemoryRateLimits limits = InMemoryRateLimits
			.of(RateLimitPolicy.of("api", Tier.of(5, Duration.ofSeconds(3)), Tier.of(20, Duration.ofSeconds(30))));
		for (int i = 0; i < 500; i++) {
			Decision decision = limits.tryAcquire(List.of(Charge.of("api", "me")));
			assertThat(decision.allowed()).as("request %d", i).isTrue();
			MockHttpServletResponse response = new MockHttpServletResponse();
			this.headers.write(decision.quotas(), response);
			long wait = FieldList.parse(response.getHeader("RateLimit"))
				.values()
				.stream()
				.filter((tier) -> tier.get("r") == 0)
				.mapToLong((tier) -> tier.get("t"))
				.max()
				.orElse(0);
			limits.advance(Duration.ofSeconds(wait).plusMillis(random.nextInt(50)));
		}
	}

	private long retryAfter(Decision.Refused refusal) throws Exception {
		MockHttpServletResponse response = new MockHttpServletResponse();
		this.refusals.write(new MockHttpServletRequest(), response, refusal);
		long retryAfter = Long.parseLong(response.getHeader("Retry-After"));
		for (Map<String, Long> tier : FieldList.parse(response.getHeader("RateLimit")).values()) {
			assertThat(retryAfter).isGreaterThanOrEqualTo(tier.getOrDefault("t", 0L));
		}
		return retryAfter;
	}

}
