package io.github.redispatterns.sample.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.stereotype.Component;

/**
 * Looks at Redis once a second, on a thread of its own: when Redis hangs, this waits and
 * the page does not.
 */
@Component
public class RedisWatch implements AutoCloseable {

	private final ScheduledExecutorService thread = Executors
		.newSingleThreadScheduledExecutor((task) -> new Thread(task, "redis-watch"));

	private final ServerInfo info;

	private final PatientRedis redis;

	private final Timer roundTrip;

	private volatile RedisState state = RedisState.unknown(Instant.now());

	RedisWatch(ServerInfo info, PatientRedis redis, MeterRegistry meters) {
		this.info = info;
		this.redis = redis;
		this.roundTrip = Timer.builder("sample.redis.ping")
			.description("Round trip of one PING a second")
			.register(meters);
		this.thread.scheduleWithFixedDelay(this::look, 0, 1, TimeUnit.SECONDS);
	}

	public RedisState state() {
		return this.state;
	}

	private void look() {
		try {
			Duration time = this.redis.execute(RedisWatch::ping);
			this.roundTrip.record(time);
			this.state = this.state.seen(Instant.now(), time.toNanos() / 1000, this.info.read());
		}
		catch (RuntimeException ex) {
			this.state = this.state.away(Instant.now(), reason(ex));
		}
	}

	private static Duration ping(RedisConnection connection) {
		long start = System.nanoTime();
		connection.ping();
		return Duration.ofNanos(System.nanoTime() - start);
	}

	private static String reason(RuntimeException ex) {
		Throwable root = NestedExceptionUtils.getMostSpecificCause(ex);
		return (root.getMessage() != null) ? root.getMessage() : root.getClass().getSimpleName();
	}

	@Override
	public void close() {
		this.thread.shutdownNow();
	}

}
