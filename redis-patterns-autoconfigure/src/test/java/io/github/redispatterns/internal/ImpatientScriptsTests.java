package io.github.redispatterns.internal;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redispatterns.RedisUnavailableException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@ExtendWith(OutputCaptureExtension.class)
class ImpatientScriptsTests {

	private static final LuaScript<Long> SCRIPT = LuaScript.integer(ServerProbe.class, "probe.lua");

	private final Background background = new Background("redis-patterns-test");

	private final AtomicInteger calls = new AtomicInteger();

	private final List<String> told = new CopyOnWriteArrayList<>();

	private volatile RuntimeException failure = new JedisConnectionException("Unexpected end of stream.");

	private volatile boolean away;

	private final ImpatientScripts scripts = new ImpatientScripts(new Redis(), 1, (zone) -> check(), this.background,
			Duration.ofMillis(1));

	@AfterEach
	void stop() {
		this.background.stop();
	}

	@Test
	void oneFailureIsEnough(CapturedOutput output) {
		this.scripts.addListener((available, cause) -> this.told.add(available + " " + cause));
		assertThat(call()).isEqualTo(1);
		this.away = true;
		assertThatExceptionOfType(RedisUnavailableException.class).isThrownBy(this::call).withCause(this.failure);

		assertThatExceptionOfType(RedisUnavailableException.class).isThrownBy(this::call).withNoCause();

		assertThat(this.calls).hasValue(2);
		assertThat(this.scripts.isAvailable()).isFalse();
		assertThat(this.told).containsExactly("false " + this.failure);
		assertThat(output).doesNotContain("unavailable");
	}

	@Test
	void callsGoThroughOnceAProbeFoundRedisBack(CapturedOutput output) {
		this.scripts.addListener((available, cause) -> this.told.add(String.valueOf(available)));
		this.away = true;
		assertThatExceptionOfType(RedisUnavailableException.class).isThrownBy(this::call);

		this.away = false;

		Awaitility.await().untilAsserted(() -> assertThat(this.told).containsExactly("false", "true"));
		assertThat(call()).isEqualTo(1);
		assertThat(output).doesNotContain("available");
	}

	@Test
	void anErrorInTheScriptIsNoOutage() {
		this.away = true;
		this.failure = new JedisDataException("ERR user_script:1: attempt to index a nil value");
		assertThatIllegalStateException().isThrownBy(this::call);

		assertThat(this.scripts.isAvailable()).isTrue();
	}

	private long call() {
		return this.scripts.run(SCRIPT, 1, "shop:a".getBytes(StandardCharsets.UTF_8));
	}

	private void check() {
		if (this.away) {
			throw this.failure;
		}
	}

	private final class Redis implements ScriptRunner {

		@Override
		public <T> T run(LuaScript<T> script, int keys, byte[]... arguments) {
			ImpatientScriptsTests.this.calls.incrementAndGet();
			check();
			return script.cast(1L);
		}

	}

}
