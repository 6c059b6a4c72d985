package io.github.redispatterns.sample.redis;

import java.time.Instant;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RedisStateTests {

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	@Test
	void readsWhatInfoSays() {
		RedisState state = RedisState.unknown(START)
			.seen(START.plusSeconds(1), 250,
					Map.of("redis_version", "8.2.1", "instantaneous_ops_per_sec", "42", "used_memory", "1048576", "db0",
							"keys=17,expires=3,avg_ttl=0", "module", "name=bf,ver=80200,api=1"));

		assertThat(state.up()).isTrue();
		assertThat(state.server()).isEqualTo("Redis 8.2.1");
		assertThat(state.commandsPerSecond()).isEqualTo(42);
		assertThat(state.roundTripMicros()).isEqualTo(250);
		assertThat(state.keys()).isEqualTo(17);
		assertThat(state.modules()).isEqualTo("bf");
	}

	@Test
	void callsValkeyByItsName() {
		RedisState state = RedisState.unknown(START)
			.seen(START, 1, Map.of("redis_version", "7.2.4", "valkey_version", "8.1.0"));

		assertThat(state.server()).isEqualTo("Valkey 8.1.0");
	}

	@Test
	void remembersSinceWhenItIsAway() {
		RedisState up = RedisState.unknown(START).seen(START.plusSeconds(1), 1, Map.of("redis_version", "7.0.15"));

		RedisState away = up.away(START.plusSeconds(5), "gone").away(START.plusSeconds(6), "still gone");

		assertThat(away.up()).isFalse();
		assertThat(away.since()).isEqualTo(START.plusSeconds(5));
		assertThat(away.error()).isEqualTo("still gone");
		assertThat(away.server()).isEqualTo("Redis 7.0.15");
	}

}
