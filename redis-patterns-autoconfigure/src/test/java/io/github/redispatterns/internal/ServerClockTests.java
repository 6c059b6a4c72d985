package io.github.redispatterns.internal;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.exceptions.JedisConnectionException;

import static org.assertj.core.api.Assertions.assertThat;

class ServerClockTests {

	private final Background background = new Background("redis-patterns-test");

	private final AtomicLong wallClock = new AtomicLong(10_000);

	private final AtomicInteger asked = new AtomicInteger();

	private final ServerClock clock = new ServerClock(new ServerProbe(new Server(), new KeySpace("shop"), 1),
			this.background, () -> this.wallClock.getAndAdd(100));

	@AfterEach
	void stop() {
		this.background.stop();
	}

	@Test
	void measuresFromTheMiddleOfTheRoundTrip() {
		assertThat(this.clock.measure()).isEqualTo(Duration.ofMillis(10_050 - 9_000));
	}

	@Test
	void isMeasuredInTheBackgroundWhenItIsLookedAt() {
		Awaitility.await().untilAsserted(() -> assertThat(this.clock.skewMillis()).isEqualTo(1050));
		assertThat(this.asked).hasValue(1);
	}

	@Test
	void keepsTheLastMeasurementWhileTheServerIsAway() {
		this.clock.measure();
		this.wallClock.set(0);

		assertThat(this.clock.skewMillis()).isEqualTo(1050);
	}

	private final class Server implements ScriptRunner {

		@Override
		public <T> T run(LuaScript<T> script, int keys, byte[]... arguments) {
			if (ServerClockTests.this.wallClock.get() == 0) {
				throw new JedisConnectionException("away");
			}
			ServerClockTests.this.asked.incrementAndGet();
			return script.cast(9_000L);
		}

	}

}
