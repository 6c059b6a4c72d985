package io.github.redispatterns.internal;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.redispatterns.support.Instances;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two instances of one application that broadcast to each other, and trust for a second
 * at most.
 */
final class TwoRooms implements AutoCloseable {

	private static final LuaScript<Long> SIGNAL = LuaScript.integer(TwoRooms.class, "broadcast.lua");

	private final Instances instances;

	private final List<Broadcasts.Member> members = new ArrayList<>();

	private final List<NewsEar> ears = new ArrayList<>();

	TwoRooms(Map<String, Object> servers, String driver) {
		Map<String, Object> properties = new HashMap<>(servers);
		properties.put("redis-patterns.namespace", "test");
		properties.put("redis-patterns.broadcast.max-silence", "1s");
		properties.put("spring.data.redis.client-type", driver);
		properties.put("spring.data.redis.lettuce.shutdown-timeout", "0");
		this.instances = Instances.start(2, App.class, properties);
	}

	RedisBroadcasts broadcasts(int instance) {
		return this.instances.beans(RedisBroadcasts.class).get(instance);
	}

	/**
	 * Let both join under a name.
	 */
	void join(String name) {
		for (RedisBroadcasts broadcasts : this.instances.beans(RedisBroadcasts.class)) {
			NewsEar ear = new NewsEar();
			this.members.add(broadcasts.join(name, ear));
			this.ears.add(ear);
		}
	}

	NewsEar ear(int instance) {
		return this.ears.get(instance);
	}

	boolean trusts(int instance) {
		return this.members.get(instance).trustedUntil() > LeaseKeeper.now();
	}

	void awaitTrust() {
		await(() -> assertThat(trusts(0) && trusts(1)).isTrue());
	}

	/**
	 * Publish as a script does.
	 */
	void publish(int from, String entity, String body) {
		Broadcasts.Outgoing outgoing = this.members.get(from).next();
		this.instances.beans(RedisDriver.class)
			.get(from)
			.scripts()
			.run(SIGNAL, 1, utf8("test:cache:{" + entity + "}:value"), outgoing.channel(), outgoing.head(), utf8(body));
	}

	static void await(ThrowingRunnable assertion) {
		Awaitility.await()
			.pollInterval(Duration.ofMillis(20))
			.atMost(Duration.ofSeconds(20))
			.ignoreExceptions()
			.untilAsserted(assertion);
	}

	private static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	@Override
	public void close() {
		this.instances.close();
	}

	@EnableAutoConfiguration
	static class App {

	}

}
