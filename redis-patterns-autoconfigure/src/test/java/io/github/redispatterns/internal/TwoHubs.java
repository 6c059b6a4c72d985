package io.github.redispatterns.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two instances of one application: both listen, the first signals.
 */
final class TwoHubs extends TwoInstances {

	private static final LuaScript<Long> SIGNAL = LuaScript.integer(TwoHubs.class, "signal.lua");

	private final List<WakeUps.Listening> listenings = new ArrayList<>();

	TwoHubs(Map<String, Object> servers, String driver) {
		super(servers, driver, Map.of());
	}

	WakeUpHub hub(int instance) {
		return bean(instance, WakeUpHub.class);
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
		await(() -> assertThat(ear.missedTimes()).isPositive());
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
		await(() -> assertThat(beans(WakeUpHub.class)).extracting(WakeUpHub::connected).doesNotContain(0.0));
	}

	/**
	 * Signal as a script does.
	 */
	void signal(String entity, String text) {
		WakeUps.Address address = hub(0).address(entity);
		bean(0, RedisDriver.class).scripts()
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

}
