package io.github.redispatterns.internal;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redispatterns.RedisUnavailableException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class AvailabilityTests {

	private static final LuaScript<Long> SCRIPT = LuaScript.integer(ServerProbe.class, "probe.lua");

	private static final int ZONES = 16;

	private final Background background = new Background("redis-patterns-test");

	private final Set<Integer> away = ConcurrentHashMap.newKeySet();

	private final AtomicInteger calls = new AtomicInteger();

	private final AtomicInteger probes = new AtomicInteger();

	private final List<String> told = new CopyOnWriteArrayList<>();

	private RuntimeException failure = new JedisConnectionException("Unexpected end of stream.");

	private final Availability availability = new Availability(ZONES,
			new RedisPatternsProperties.Availability(3, Duration.ofMillis(1)), this.background, this::probe);

	private final ScriptRunner scripts = new GuardedScriptRunner(new Redis(), this.availability);

	@AfterEach
	void stop() {
		this.background.stop();
	}

	@Test
	void callsGoThroughWhileRedisAnswers() {
		assertThat(call(0)).isEqualTo(1);

		assertThat(this.availability.isAvailable()).isTrue();
	}

	@Test
	void everyFailureBelowTheThresholdIsReportedAsItIs() {
		this.away.add(0);

		assertThatExceptionOfType(RedisUnavailableException.class).isThrownBy(() -> call(0))
			.withMessageContaining("internal/probe.lua")
			.withCause(this.failure);
		assertThat(this.availability.isAvailable()).isTrue();
	}

	@Test
	void callsAreNotAttemptedAfterSoManyFailuresInARow() {
		this.away.add(0);
		fail(0, 3);

		assertThatExceptionOfType(RedisUnavailableException.class).isThrownBy(() -> call(0))
			.withMessageContaining("probed in the background")
			.withNoCause();
		assertThat(this.calls).hasValue(3);
		assertThat(this.availability.isAvailable()).isFalse();
	}

	@Test
	void aSuccessInBetweenStartsTheCountAnew() {
		this.away.add(0);
		fail(0, 2);
		this.away.clear();
		call(0);
		this.away.add(0);
		fail(0, 2);

		assertThat(this.availability.isAvailable()).isTrue();
	}

	@Test
	void oneSuccessfulProbeLetsCallsThroughAgain() {
		this.away.add(0);
		fail(0, 3);
		Awaitility.await().untilAsserted(() -> assertThat(this.probes).hasValueGreaterThan(2));
		assertThat(this.availability.isAvailable()).isFalse();

		this.away.clear();

		Awaitility.await().until(this.availability::isAvailable);
		assertThat(call(0)).isEqualTo(1);
	}

	@Test
	void aLostPartIsNoOutageOfTheOthers() {
		this.away.add(3);
		fail(3, 3);

		assertThatExceptionOfType(RedisUnavailableException.class).isThrownBy(() -> call(3));
		assertThat(call(4)).isEqualTo(1);
		assertThat(call(15)).isEqualTo(1);
		assertThat(this.availability.isAvailable()).isFalse();
	}

	@Test
	void listenersAreToldOncePerOutage() {
		this.availability.addListener((available, cause) -> this.told.add(available + " " + cause));
		this.away.addAll(List.of(1, 2));
		fail(1, 3);
		fail(2, 3);
		assertThat(this.told).containsExactly("false " + this.failure);

		this.away.clear();

		Awaitility.await().untilAsserted(() -> assertThat(this.told).hasSize(2));
		assertThat(this.told).last().isEqualTo("true null");
	}

	@Test
	void anErrorInTheScriptIsNoOutage() {
		this.away.add(0);
		this.failure = new JedisDataException("ERR user_script:1: attempt to index a nil value");
		for (int i = 0; i < 5; i++) {
			assertThatIllegalStateException().isThrownBy(() -> call(0)).withCause(this.failure);
		}

		assertThat(this.calls).hasValue(5);
		assertThat(this.availability.isAvailable()).isTrue();
	}

	private long call(int zone) {
		return this.scripts.run(SCRIPT, 1, key(zone));
	}

	private void fail(int zone, int times) {
		for (int i = 0; i < times; i++) {
			assertThatExceptionOfType(RedisUnavailableException.class).isThrownBy(() -> call(zone));
		}
	}

	private void probe(int zone) {
		this.probes.incrementAndGet();
		if (this.away.contains(zone)) {
			throw this.failure;
		}
	}

	private static byte[] key(int zone) {
		return ("shop:" + Slots.tag(zone, ZONES)).getBytes(StandardCharsets.UTF_8);
	}

	private final class Redis implements ScriptRunner {

		@Override
		public <T> T run(LuaScript<T> script, int keys, byte[]... arguments) {
			AvailabilityTests.this.calls.incrementAndGet();
			if (AvailabilityTests.this.away.contains(Slots.of(arguments[0]) * ZONES / Slots.COUNT)) {
				throw AvailabilityTests.this.failure;
			}
			return script.cast(1L);
		}

	}

}
