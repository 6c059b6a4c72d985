package io.github.redispatterns.internal;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import io.github.redispatterns.support.Aside;
import io.github.redispatterns.support.Fault;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.Rivals;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;

import org.springframework.data.redis.connection.RedisPassword;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.jedis.JedisClientConfiguration;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@RedisTest(dedicated = true)
class HeldLaneIT {

	private static final LuaScript<List<Object>> ECHO = LuaScript.mixed(HeldLaneIT.class, "echo.lua");

	/** Fewer than connections that a frozen server has not accepted yet. */
	private static final int JOURNEYS = 400;

	RedisServers servers;

	private final Background watchtower = new Background("redis-patterns-test-watch");

	private JedisConnectionFactory factory;

	private JedisScriptRunner scripts;

	@BeforeEach
	void connect() {
		connect(new RedisStandaloneConfiguration(this.servers.host(), this.servers.port()));
	}

	private void connect(RedisStandaloneConfiguration server) {
		this.factory = new JedisConnectionFactory(server,
				JedisClientConfiguration.builder().readTimeout(Duration.ofSeconds(2)).build());
		this.factory.afterPropertiesSet();
		this.scripts = new JedisScriptRunner(this.factory, this.watchtower);
	}

	@AfterEach
	void disconnect() {
		this.scripts.close();
		this.watchtower.stop();
		this.factory.destroy();
	}

	@Test
	void givesEachOfManyCallersItsOwnReply() {
		List<Boolean> own = Rivals.race(64, (rival) -> IntStream.range(0, 200).allMatch((i) -> {
			String text = rival + ":" + i + ":" + "x".repeat((rival * i) % 700);
			return echo(text).equals(text);
		}));

		assertThat(own).hasSize(64).containsOnly(true);
	}

	@Test
	void goesOnAfterAnErrorOfTheServer() {
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> echo("fail"))
			.withMessageContaining("on purpose");

		assertThat(echo("after")).isEqualTo("after");
	}

	@Test
	void logsInAndSelectsTheDatabase() {
		this.servers.node(0).run((jedis) -> jedis.configSet("requirepass", "secret"));
		try (Jedis jedis = new Jedis(this.servers.host(), this.servers.port())) {
			jedis.auth("secret");
			jedis.select(3);
			jedis.set("k", "three");
			disconnect();
			this.watchtower.start();
			RedisStandaloneConfiguration server = new RedisStandaloneConfiguration(this.servers.host(),
					this.servers.port());
			server.setPassword(RedisPassword.of("secret"));
			server.setDatabase(3);
			connect(server);

			String read = echo("read");
			jedis.del("k");
			jedis.configSet("requirepass", "");

			assertThat(read).isEqualTo("three");
		}
	}

	@Test
	void tellsOfATimeOutWhenTheServerDoesNotAnswerAndWorksWhenItDoes() {
		assertThat(echo("before")).isEqualTo("before");
		Fault frozen = this.servers.faults().freeze(this.servers.node(0));

		assertThatExceptionOfType(JedisConnectionException.class).isThrownBy(() -> echo("during"))
			.satisfies((ex) -> assertThat(Failure.isStaleConnection(ex)).isFalse());
		frozen.heal();

		assertThat(echo("after")).isEqualTo("after");
	}

	// a watch that closed the connection of one journey once forgot that of the next
	@Test
	void endsEveryJourneyToAServerThatIsSilentHoweverOftenTheWatchLooks() throws Exception {
		JedisConnectionFactory impatient = new JedisConnectionFactory(
				new RedisStandaloneConfiguration(this.servers.host(), this.servers.port()),
				JedisClientConfiguration.builder().readTimeout(Duration.ofMillis(1)).build());
		HeldLane lane = new HeldLane(new LaneConnector(impatient), () -> {
		});
		AtomicBoolean over = new AtomicBoolean();
		Callable<Boolean> watch = () -> {
			while (!over.get()) {
				lane.closeIfOverdue(System.nanoTime());
			}
			return true;
		};
		try (Fault frozen = this.servers.faults().freeze(this.servers.node(0))) {
			List<Aside<Boolean>> watches = List.of(Aside.start(watch), Aside.start(watch));
			Aside<Integer> journeys = Aside.start(() -> {
				int ended = 0;
				for (; ended < JOURNEYS; ended++) {
					assertThatExceptionOfType(JedisConnectionException.class)
						.isThrownBy(() -> lane.carry(Evaluation.of(Shortcut.GET, new byte[][] { { 'k' } })))
						.satisfies((ex) -> assertThat(Failure.isStaleConnection(ex)).isFalse());
				}
				return ended;
			});

			assertThat(journeys.get()).isEqualTo(JOURNEYS);
			over.set(true);
			for (Aside<Boolean> each : watches) {
				assertThat(each.get()).isTrue();
			}
		}
		finally {
			over.set(true);
		}
	}

	@Test
	void keepsTheInterruptOfACallerForTheCaller() {
		Thread.currentThread().interrupt();

		assertThat(echo("interrupted")).isEqualTo("interrupted");
		assertThat(Thread.interrupted()).isTrue();
	}

	private String echo(String text) {
		List<Object> reply = this.scripts.run(ECHO, 1, "k".getBytes(StandardCharsets.UTF_8),
				text.getBytes(StandardCharsets.UTF_8));
		return new String((byte[]) reply.get(0), StandardCharsets.UTF_8);
	}

}
