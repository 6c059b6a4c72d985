package io.github.redispatterns.support;

import java.util.Set;

import org.junit.jupiter.api.Test;
import redis.clients.jedis.params.SetParams;

import static org.assertj.core.api.Assertions.assertThat;

@RedisTest
class KeyHygieneIT {

	private static final HygieneRules RULES = new HygieneRules("test", Set.of("lock:fence"), Set.of());

	@Test
	void findsTheOneBadKeyAmongThousands(RedisServers servers) {
		try (var pipeline = servers.client().pipelined()) {
			for (int i = 0; i < 5_000; i++) {
				pipeline.set("test:lock:{%d}:fence".formatted(i), "1", SetParams.setParams().px(60_000));
			}
			pipeline.set("test:lock:{bad}:fence", "1");
		}

		assertThat(KeyHygiene.check(servers, RULES)).containsExactly("Key 'test:lock:{bad}:fence' has no time to live");

		servers.empty();
	}

	@Test
	void hasNothingToSayAboutEmptyServers(RedisServers servers) {
		assertThat(KeyHygiene.check(servers, RULES)).isEmpty();
	}

}
