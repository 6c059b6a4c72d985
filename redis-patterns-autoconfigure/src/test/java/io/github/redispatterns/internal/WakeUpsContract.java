package io.github.redispatterns.internal;

import java.util.List;
import java.util.stream.IntStream;

import io.github.redispatterns.support.RedisServers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@link WakeUps} promise, on every topology and with every driver.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class WakeUpsContract {

	private static final String ENTITY = "test:lock:{order-42}";

	RedisServers servers;

	private TwoHubs hubs;

	abstract String driver();

	@BeforeAll
	void start() {
		this.hubs = new TwoHubs(this.servers.springProperties(), driver());
	}

	@AfterEach
	void silence() {
		this.hubs.silence();
	}

	@AfterAll
	void stop() {
		this.hubs.close();
	}

	@Test
	void aSignalReachesWhoListensInEveryInstance() {
		Ear here = this.hubs.listen(0, ENTITY);
		Ear there = this.hubs.listen(1, ENTITY);
		Ear elsewhere = this.hubs.listen(1, "test:lock:{order-43}");
		this.hubs.awaitConnected();

		this.hubs.signal(ENTITY, "freed");
		this.hubs.signal("test:lock:{order-43}", "");

		TwoHubs.await(() -> assertThat(here.signals()).containsExactly("freed"));
		TwoHubs.await(() -> assertThat(there.signals()).containsExactly("freed"));
		TwoHubs.await(() -> assertThat(elsewhere.signals()).containsExactly(""));
	}

	@Test
	void signalsOfAnEntityArriveInTheirOrder() {
		Ear ear = this.hubs.listen(1, ENTITY);
		this.hubs.awaitConnected();
		List<String> sent = IntStream.range(0, 200).mapToObj(String::valueOf).toList();

		sent.forEach((text) -> this.hubs.signal(ENTITY, text));

		TwoHubs.await(() -> assertThat(ear.signals()).isEqualTo(sent));
	}

}
