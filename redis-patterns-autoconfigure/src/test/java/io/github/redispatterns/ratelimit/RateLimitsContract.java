package io.github.redispatterns.ratelimit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/**
 * What {@link RateLimits} promise, on every topology and with every driver.
 * <p>
 * Two instances of one application run through the whole class: the first remembers no
 * refusal, so that time can be moved under it; the second remembers them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@RedisKeys({ "ratelimit:tat", "ratelimit:window", "ratelimit:log", "ratelimit:counter", "ratelimit:holds",
		"ratelimit:table" })
abstract class RateLimitsContract
		implements DecisionContract, AlgorithmContract, TierContract, JointContract, RefundContract,
		ReservationContract, OverrideContract, RefusalContract, KeyContract, WaitContract, PolicyContract {

	private static final AtomicInteger NAMES = new AtomicInteger();

	RedisServers servers;

	private Instances instances;

	@BeforeAll
	void start() {
		Map<String, Object> first = this.servers.applicationProperties(driver());
		first.put("redis-patterns.ratelimit.refresh-interval", "100ms");
		Map<String, Object> second = new HashMap<>(first);
		first.put("redis-patterns.ratelimit.refusals.size", 0);
		this.instances = Instances.start(App.class, List.of(first, second));
	}

	@AfterAll
	void stop() {
		this.instances.close();
	}

	abstract String driver();

	@Override
	public RedisServers servers() {
		return this.servers;
	}

	@Override
	public RateLimits limits() {
		return this.instances.beans(RateLimits.class).get(0);
	}

	@Override
	public RateLimits remembering() {
		return this.instances.beans(RateLimits.class).get(1);
	}

	@Override
	public RateLimitPolicy policy(Tier... tiers) {
		return RateLimitPolicy.of("p" + NAMES.incrementAndGet(), tiers);
	}

	@EnableAutoConfiguration
	static class App {

	}

}
