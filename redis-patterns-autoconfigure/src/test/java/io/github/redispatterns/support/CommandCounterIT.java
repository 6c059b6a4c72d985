package io.github.redispatterns.support;

import java.util.List;

import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisNoScriptException;

import static org.assertj.core.api.Assertions.assertThat;

@RedisTest
@RedisKeys("counter:total")
class CommandCounterIT {

	private static final String KEY = "test:counter:{visits}:total";

	@Test
	void tellsWhatClientsSentFromWhatScriptsDid(RedisServers servers) {
		UnifiedJedis client = servers.client();
		String script = "redis.call('INCR', KEYS[1]) return redis.call('PEXPIRE', KEYS[1], 60000)";

		try (CommandCounter counter = CommandCounter.on(servers)) {
			client.eval(script, List.of(KEY), List.of());
			client.get(KEY);
			client.get(KEY);

			assertThat(counter.counts()).containsOnlyKeys("eval", "incr", "pexpire", "get").containsEntry("get", 2L);
			assertThat(counter.sent()).containsOnlyKeys("eval", "get");
			assertThat(counter.roundTrips()).isEqualTo(3);
		}
	}

	@Test
	void countsNothingWhereNothingHappens(RedisServers servers) {
		assertThat(CommandCounter.counting(servers, () -> {
		})).isEmpty();
	}

	@Test
	void doesNotCountTheMeetingOfANewConnection(RedisServers servers) {
		assertThat(CommandCounter.counting(servers, () -> servers.client().exists(KEY))).containsOnlyKeys("exists");
	}

	@Test
	void countsThePingsOfThoseWhoDoNotListen(RedisServers servers) {
		try (Jedis listening = servers.connect(0); Jedis other = servers.connect(0)) {
			send(listening, Protocol.Command.SUBSCRIBE, "test:channel");

			assertThat(CommandCounter.counting(servers, () -> send(listening, Protocol.Command.PING))).isEmpty();
			assertThat(CommandCounter.counting(servers, other::ping)).containsOnlyKeys("ping");
		}
	}

	private static void send(Jedis jedis, Protocol.Command command, String... arguments) {
		jedis.getConnection().sendCommand(command, arguments);
		jedis.getConnection().getOne();
	}

	@Test
	void countsACommandThatRedisRefused(RedisServers servers) {
		assertThat(CommandCounter.counting(servers, () -> {
			try {
				servers.client().evalsha("0".repeat(40), List.of(KEY), List.of());
			}
			catch (JedisNoScriptException ex) {
				servers.client().exists(KEY);
			}
		})).containsOnlyKeys("evalsha", "exists");
	}

}
