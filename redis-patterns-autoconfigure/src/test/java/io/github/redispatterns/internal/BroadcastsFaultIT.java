package io.github.redispatterns.internal;

import java.util.HashMap;
import java.util.Map;

import io.github.redispatterns.support.Fault;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.TcpProxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One server whose network freezes, and one that forbids the channel.
 */
@RedisTest(dedicated = true)
@ExtendWith(OutputCaptureExtension.class)
class BroadcastsFaultIT {

	RedisServers servers;

	@Test
	void trustEndsWhileTheNetworkIsFrozenAndReturnsAfterTheSayingThatMessagesWereMissed() {
		TcpProxy proxy = this.servers.faults().proxy();
		Map<String, Object> properties = new HashMap<>(this.servers.springProperties());
		properties.put("spring.data.redis.host", proxy.host());
		properties.put("spring.data.redis.port", proxy.port());
		try (TwoRooms rooms = new TwoRooms(properties, "jedis")) {
			rooms.join("cache");
			rooms.awaitTrust();
			Fault hole = proxy.blackHole();

			TwoRooms.await(() -> assertThat(rooms.trusts(0) || rooms.trusts(1)).isFalse());
			rooms.ear(1).forget();
			hole.heal();

			rooms.awaitTrust();
			assertThat(rooms.ear(1).told()).first().isEqualTo(NewsEar.MISSED);
			rooms.publish(0, "product-1", "after");
			TwoRooms.await(() -> assertThat(rooms.ear(1).received()).containsExactly("after"));
		}
	}

	@Test
	void saysWhichChannelIsForbidden(CapturedOutput output) {
		this.servers.nodes()
			.forEach((node) -> node
				.run((jedis) -> jedis.aclSetUser("app", "on", ">secret", "~test:*", "resetchannels", "+@all")));
		Map<String, Object> properties = new HashMap<>(this.servers.springProperties());
		properties.put("spring.data.redis.username", "app");
		properties.put("spring.data.redis.password", "secret");
		try (TwoRooms rooms = new TwoRooms(properties, "jedis")) {
			rooms.join("cache");

			TwoRooms.await(() -> assertThat(output).contains("do not arrive on the channel 'test:kernel:news'")
				.contains("refuses heartbeats on the channel 'test:kernel:news'"));

			assertThat(rooms.trusts(0) || rooms.trusts(1)).isFalse();
		}
		finally {
			this.servers.nodes().forEach((node) -> node.run((jedis) -> jedis.aclDelUser("app")));
		}
	}

}
