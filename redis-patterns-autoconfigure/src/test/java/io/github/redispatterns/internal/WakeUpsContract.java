package io.github.redispatterns.internal;

import java.util.List;
import java.util.stream.IntStream;

import io.github.redispatterns.support.RedisServers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import redis.clients.jedis.args.ClientType;

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

	/**
	 * Most connections of one instance.
	 */
	int connections() {
		return 1;
	}

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

	@Test
	void tenThousandEntitiesNeedNoMoreConnectionsThanOne() {
		List<Ear> ears = IntStream.range(0, 10_000).mapToObj((i) -> this.hubs.listen(1, entity(i))).toList();
		this.hubs.listen(0, ENTITY);
		this.hubs.awaitConnected();

		this.hubs.signal(entity(7_777), "freed");

		TwoHubs.await(() -> assertThat(ears.get(7_777).signals()).containsExactly("freed"));
		assertThat(ears).filteredOn((ear) -> !ear.signals().isEmpty()).hasSize(1);
		assertThat(subscribers()).hasSizeBetween(2, 2 * connections())
			.allMatch((client) -> client.matches(".* sub=[0-2] .*"));
	}

	@Test
	void afterItsConnectionWasKilledItSaysSoAndHearsAgain() {
		Ear here = this.hubs.listen(0, ENTITY);
		Ear there = this.hubs.listen(1, ENTITY);
		this.hubs.awaitConnected();
		int missedBefore = there.missedTimes();
		long lossesBefore = this.hubs.hub(1).losses();

		this.servers.faults().dropSubscribers();

		TwoHubs.await(() -> assertThat(there.missedTimes()).isGreaterThan(missedBefore));
		TwoHubs.await(() -> assertThat(this.hubs.hub(1).losses()).isGreaterThan(lossesBefore));
		this.hubs.signalUntilHeardBy(ENTITY, here, there);
	}

	@Test
	void closesItsConnectionWhenStoppedAndHearsAgainWhenStarted() {
		this.hubs.listen(0, ENTITY);
		Ear there = this.hubs.listen(1, ENTITY);
		this.hubs.awaitConnected();
		int missedBefore = there.missedTimes();

		this.hubs.hub(1).stop();

		TwoHubs.await(() -> assertThat(subscribers()).hasSizeLessThanOrEqualTo(connections()));

		this.hubs.hub(1).start();

		TwoHubs.await(() -> assertThat(there.missedTimes()).isGreaterThan(missedBefore));
		this.hubs.signalUntilHeardBy(ENTITY, there);
	}

	private static String entity(int number) {
		return "test:lock:{" + number + "}";
	}

	private List<String> subscribers() {
		return this.servers.nodes()
			.stream()
			.flatMap((node) -> node.<String>call((jedis) -> jedis.clientList(ClientType.PUBSUB)).lines())
			.filter((client) -> !client.contains(" name=sentinel-"))
			.toList();
	}

}
