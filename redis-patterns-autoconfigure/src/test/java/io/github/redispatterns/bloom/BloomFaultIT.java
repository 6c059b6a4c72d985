package io.github.redispatterns.bloom;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.redispatterns.RedisUnavailableException;
import io.github.redispatterns.support.Fault;
import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.RunningInstances.Starter;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Filters while the server fails.
 */
@RedisTest(dedicated = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@RedisKeys({ "bloom:meta", "bloom:bits", "kernel:probe" })
class BloomFaultIT {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	RedisServers servers;

	private Instances instances;

	private BloomFilters filters;

	@BeforeAll
	void start() {
		Map<String, Object> properties = new HashMap<>(this.servers.springProperties());
		properties.put("redis-patterns.namespace", "test");
		properties.put("spring.data.redis.client-type", "jedis");
		properties.put("redis-patterns.bloom.filters.open.ready-after", "rebuild");
		properties.put("redis-patterns.bloom.filters.strict.when-unavailable", "fail");
		this.instances = Instances.start(1, Starter.class, properties);
		this.filters = this.instances.beans(BloomFilters.class).get(0);
	}

	@AfterAll
	void stop() {
		this.instances.close();
	}

	@Test
	void whileRedisIsAwayNobodyCanTellAndNoChangeIsLostInSilence() {
		BloomFilter open = this.filters.filter("open");
		BloomFilter strict = this.filters.filter("strict");
		open.rebuild(() -> Stream.of("one"));
		strict.add("one");

		try (Fault killed = this.servers.faults().killAll()) {
			assertThat(open.check("other")).isEqualTo(Presence.UNKNOWN);
			assertThat(open.mightContain(List.of("one", "other"))).hasSize(2);
			assertThatExceptionOfType(RedisUnavailableException.class).isThrownBy(() -> open.add("two"));
			assertThatExceptionOfType(RedisUnavailableException.class).isThrownBy(() -> strict.claim("two"));
			assertThatExceptionOfType(RedisUnavailableException.class).isThrownBy(() -> strict.check("one"));
			assertThatExceptionOfType(RedisUnavailableException.class).isThrownBy(() -> strict.mightContain("one"));
			assertThatExceptionOfType(RedisUnavailableException.class)
				.isThrownBy(() -> open.rebuild(() -> Stream.of("one")));
		}

		// it comes back with empty memory
		Awaitility.await()
			.atMost(PATIENCE)
			.ignoreException(RedisUnavailableException.class)
			.until(() -> strict.check("one") == Presence.UNKNOWN);
		assertThat(open.check("one")).isEqualTo(Presence.UNKNOWN);
		open.rebuild(() -> Stream.of("one"));
		assertThat(open.check("other")).isEqualTo(Presence.ABSENT);
	}

	@Test
	void aServerWithoutMemoryStillAnswersChecksAndKeepsNoHalfOfAnAdd() {
		BloomFilter open = this.filters.filter("open");
		open.rebuild(() -> Stream.of("one"));

		try (Fault full = this.servers.faults().outOfMemory()) {
			assertThatExceptionOfType(RedisUnavailableException.class).isThrownBy(() -> open.add("two"));
			assertThat(open.check("one")).isEqualTo(Presence.MAYBE);
			assertThat(open.check("two")).isEqualTo(Presence.ABSENT);
		}

		assertThat(open.add("two")).isTrue();
		assertThat(open.check("two")).isEqualTo(Presence.MAYBE);
	}

	@Test
	void scriptsThatWereFlushedAreLoadedAgain() {
		BloomFilter open = this.filters.filter("open");
		open.rebuild(() -> Stream.of("one"));

		this.servers.faults().flushScripts();

		assertThat(open.check("one")).isEqualTo(Presence.MAYBE);
		this.servers.faults().dropClients();
		assertThat(open.add("two")).isTrue();
	}

}
