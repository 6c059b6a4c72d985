package io.github.redispatterns.support;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.params.SetParams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@RedisTest(dedicated = true)
@RedisKeys("lock:fence")
class FaultsIT {

	private static final String KEY = "test:lock:{a}:fence";

	RedisServers redis;

	@Test
	void killedServerRefusesAndComesBackEmptyOnTheSamePort() {
		write();
		int port = this.redis.port();

		Fault killed = this.redis.faults().kill(this.redis.node(0));

		assertThat(this.redis.node(0).process().isAlive()).isFalse();
		assertThatExceptionOfType(JedisConnectionException.class).isThrownBy(this::write);
		killed.heal();
		assertThat(this.redis.port()).isEqualTo(port);
		assertThat(this.redis.client().exists(KEY)).isFalse();
		write();
	}

	@Test
	void frozenServerIsSilentAndKeepsItsKeys() {
		write();

		Fault frozen = this.redis.faults().freeze(this.redis.node(0));

		assertThatExceptionOfType(JedisConnectionException.class).isThrownBy(() -> impatientClient(this.redis.port()));
		frozen.heal();
		assertThat(this.redis.client().exists(KEY)).isTrue();
	}

	@Test
	void pausedServerIsSilentUntilTheEndOfThePause() {
		Fault paused = this.redis.faults().pause(Duration.ofSeconds(2));

		assertThatExceptionOfType(JedisConnectionException.class).isThrownBy(() -> impatientClient(this.redis.port()));
		paused.heal();
		write();
	}

	@Test
	void droppedClientsLoseTheirConnections() {
		try (Jedis jedis = new Jedis(this.redis.host(), this.redis.port())) {
			jedis.ping();

			this.redis.faults().dropClients();

			assertThatExceptionOfType(JedisConnectionException.class).isThrownBy(jedis::ping);
		}
		write();
	}

	@Test
	void flushedScriptsAreUnknown() {
		String sha = this.redis.node(0).call((jedis) -> jedis.scriptLoad("return 1"));

		this.redis.faults().flushScripts();

		assertThatExceptionOfType(JedisNoScriptException.class).isThrownBy(() -> this.redis.client().evalsha(sha));
	}

	@Test
	void flushedServerIsEmpty() {
		write();

		this.redis.faults().flushAll();

		assertThat(this.redis.client().exists(KEY)).isFalse();
	}

	@Test
	void serverOutOfMemoryRefusesWrites() {
		Fault outOfMemory = this.redis.faults().outOfMemory();

		assertThatExceptionOfType(JedisDataException.class).isThrownBy(this::write).withMessageStartingWith("OOM");
		outOfMemory.heal();
		write();
	}

	@Test
	void readOnlyServerRefusesWritesAndKeepsItsKeys() {
		write();

		Fault readOnly = this.redis.faults().readOnly();

		assertThatExceptionOfType(JedisDataException.class).isThrownBy(this::write).withMessageStartingWith("READONLY");
		assertThat(this.redis.client().exists(KEY)).isTrue();
		readOnly.heal();
		write();
	}

	@Test
	void whatATestLeavesBrokenIsHealedAfterIt() {
		this.redis.faults().outOfMemory();
		this.redis.faults().freeze(this.redis.node(0));

		this.redis.faults().healAll();

		write();
	}

	@Test
	void proxyLosesTheReplyOfACommandThatTookPlace() {
		TcpProxy proxy = this.redis.faults().proxy();

		try (Jedis jedis = new Jedis(proxy.host(), proxy.port(), 2_000)) {
			jedis.ping();
			proxy.loseReplies();
			assertThatExceptionOfType(JedisConnectionException.class)
				.isThrownBy(() -> jedis.set(KEY, "1", SetParams.setParams().px(60_000)));
		}

		assertThat(this.redis.client().get(KEY)).isEqualTo("1");
	}

	private void write() {
		this.redis.client().set(KEY, "1", SetParams.setParams().px(60_000));
	}

	private static void impatientClient(int port) {
		try (Jedis jedis = new Jedis("127.0.0.1", port, 100)) {
			jedis.ping();
		}
	}

}
