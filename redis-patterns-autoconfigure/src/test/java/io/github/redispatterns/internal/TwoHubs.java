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
 * Two instances of one application: both listen, the first signals.
 */
final class TwoHubs implements AutoCloseable {

	private static final LuaScript<Long> SIGNAL = LuaScript.integer(TwoHubs.class, "signal.lua");

	private final Instances instances;

	private final List<WakeUps.Listening> listenings = new ArrayList<>();

	TwoHubs(Map<String, Object> servers, String driver) {
		Map<String, Object> properties = new HashMap<>(servers);
		properties.put("redis-patterns.namespace", "test");
		properties.put("spring.data.redis.client-type", driver);
		properties.put("spring.data.redis.lettuce.shutdown-timeout", "0");
		this.instances = Instances.start(2, App.class, properties);
	}

	WakeUpHub hub(int instance) {
		return this.instances.beans(WakeUpHub.class).get(instance);
	}

	<T> T bean(int instance, Class<T> type) {
		return this.instances.beans(type).get(instance);
	}

	/**
	 * Listen without waiting for the subscription.
	 */
	Ear listen(int instance, String entity) {
		Ear ear = new Ear();
		this.listenings.add(hub(instance).listen(entity, ear));
		return ear;
	}

	/**
	 * Listen as the first of an instance, and wait for the subscription.
	 */
	Ear listenAndAwait(int instance, String entity) {
		Ear ear = listen(instance, entity);
		await(() -> assertThat(ear.missedTimes()).isEqualTo(1));
		ear.forget();
		return ear;
	}

	/**
	 * Wait until somebody who was cut off is told so and hears signals again.
	 */
	void awaitReturn(String entity, Ear ear) {
		await(() -> assertThat(ear.missedTimes()).isPositive());
		signalUntilHeardBy(entity, ear);
	}

	void awaitConnected() {
		await(() -> assertThat(this.instances.beans(WakeUpHub.class)).extracting(WakeUpHub::connected)
			.doesNotContain(0.0));
	}

	/**
	 * Signal as a script does.
	 */
	void signal(String entity, String text) {
		WakeUps.Address address = hub(0).address(entity);
		this.instances.beans(RedisDriver.class)
			.get(0)
			.scripts()
			.run(SIGNAL, 1, utf8(entity + ":key"), address.command(), address.channel(), address.topic(), utf8(text));
	}

	/**
	 * Signal until it is heard: the first may be lost, as signals are hints.
	 */
	void signalUntilHeardBy(String entity, Ear... ears) {
		List.of(ears).forEach(Ear::forget);
		await(() -> {
			signal(entity, "again");
			assertThat(ears).allSatisfy((ear) -> assertThat(ear.signals()).contains("again"));
		});
	}

	/**
	 * Stop listening, and stay connected.
	 */
	void silence() {
		this.listenings.forEach(WakeUps.Listening::close);
		this.listenings.clear();
	}

	static void await(ThrowingRunnable assertion) {
		Awaitility.await().atMost(Duration.ofSeconds(20)).ignoreExceptions().untilAsserted(assertion);
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
