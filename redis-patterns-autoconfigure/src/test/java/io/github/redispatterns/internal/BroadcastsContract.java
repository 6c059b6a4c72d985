package io.github.redispatterns.internal;

import java.util.List;
import java.util.stream.IntStream;

import io.github.redispatterns.support.RedisServers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import redis.clients.jedis.args.ClientType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@link Broadcasts} promise, on every topology and with every driver.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BroadcastsContract {

	RedisServers servers;

	private TwoRooms rooms;

	abstract String driver();

	@BeforeAll
	void start() {
		int before = subscribers().size();
		this.rooms = new TwoRooms(this.servers.springProperties(), driver());
		assertThat(subscribers()).hasSizeLessThanOrEqualTo(before);
		assertThat(this.rooms.broadcasts(0).trusted()).isNaN();
		this.rooms.join("cache");
	}

	@BeforeEach
	void awaitTrust() {
		this.rooms.awaitTrust();
	}

	@AfterAll
	void stop() {
		this.rooms.close();
	}

	@Test
	void whatOnePublishesTheOtherHearsInOrderAndNotItself() {
		this.rooms.ear(0).forget();
		this.rooms.ear(1).forget();
		List<String> bodies = IntStream.range(0, 50).mapToObj(String::valueOf).toList();

		bodies.forEach((body) -> this.rooms.publish(0, "product-1", body));
		TwoRooms.await(() -> assertThat(this.rooms.ear(1).received()).containsExactlyElementsOf(bodies));
		this.rooms.publish(1, "product-2", "back");

		TwoRooms.await(() -> assertThat(this.rooms.ear(0).received()).containsExactly("back"));
	}

	@Test
	void whoWasCutOffIsToldSoBeforeItTrustsAgain() {
		this.rooms.ear(1).forget();

		this.servers.faults().dropSubscribers();
		this.rooms.publish(0, "product-1", "lost");

		TwoRooms.await(() -> assertThat(this.rooms.ear(1).told()).contains(NewsEar.MISSED));
		this.rooms.awaitTrust();
		this.rooms.publish(0, "product-1", "after");
		TwoRooms.await(() -> assertThat(this.rooms.ear(1).received()).contains("after"));
	}

	private List<String> subscribers() {
		return this.servers.nodes()
			.stream()
			.flatMap((node) -> node.<String>call((jedis) -> jedis.clientList(ClientType.PUBSUB)).lines())
			.filter((client) -> !client.contains(" name=sentinel-"))
			.toList();
	}

}
