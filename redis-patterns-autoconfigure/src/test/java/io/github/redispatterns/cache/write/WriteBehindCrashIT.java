package io.github.redispatterns.cache.write;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.github.redispatterns.cache.write.CrashWorker.App;
import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.JvmProcess;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import org.awaitility.Awaitility;
import org.h2.tools.Server;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Processes that die at every step between a write and its acknowledgement.
 * <p>
 * The reference is what they said before and after each write: what they said to be done
 * is in the database in the end, or what came after it.
 */
@RedisTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@RedisKeys(value = { "cache:value", "cache:lease", "cache:versions", "cache:sequence" },
		permanent = { "cache:dirty", "cache:due", "cache:flight", "cache:dead" })
class WriteBehindCrashIT {

	private static final String WRITE = "redis-patterns.cache.caches.stock.write.";

	RedisServers servers;

	private Server database;

	@BeforeAll
	void start() throws SQLException {
		this.database = Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
	}

	@AfterAll
	void stop() {
		this.database.stop();
	}

	@ParameterizedTest
	@ValueSource(strings = { "before", "amid", "after", "never" })
	void theDatabaseEqualsTheReferenceAfterRecovery(String halt) {
		Map<String, Object> properties = properties(halt);
		List<String> lines = new ArrayList<>();
		Set<Integer> deaths = new HashSet<>();
		try (JvmProcess worker = JvmProcess.start(CrashWorker.class,
				Stream.concat(Stream.of("1"), Stream.of(Instances.arguments(properties))).toArray(String[]::new))) {
			worker.awaitLine("ready"::equals);
			if (halt.equals("never")) {
				worker.awaitLine("done 3 20"::equals);
				worker.kill();
			}
			deaths.add(worker.awaitExit());
			lines.addAll(worker.lines());
		}
		assertThat(deaths).containsExactly(137);

		properties.put("halt", "never");
		try (Instances survivors = Instances.start(1, App.class, properties)) {
			WriteBehind behind = survivors.beans(WriteBehind.class).get(0);
			Awaitility.await().untilAsserted(() -> {
				WriteBehind.Backlog backlog = behind.backlog("stock");
				assertThat(backlog.waiting()).isZero();
				assertThat(backlog.flying()).isZero();
			});
			assertThat(behind.backlog("stock").dead()).isZero();
			compare(lines, rows(survivors.beans(JdbcTemplate.class).get(0)));
		}
	}

	private Map<String, Object> properties(String halt) {
		Map<String, Object> properties = new HashMap<>(this.servers.springProperties());
		properties.put("redis-patterns.namespace", "test");
		properties.put("redis-patterns.drain", "1s");
		properties.put("halt", halt);
		properties.put("spring.datasource.url",
				"jdbc:h2:tcp://localhost:" + this.database.getPort() + "/mem:" + halt + ";DB_CLOSE_DELAY=-1;INIT="
						+ "create table if not exists stock(id varchar primary key\\, amount int\\, version bigint)");
		properties.put(WRITE + "mode", "behind");
		properties.put(WRITE + "delay", "20ms");
		properties.put(WRITE + "partitions", "2");
		properties.put(WRITE + "lease", "500ms");
		return properties;
	}

	private static Map<String, @Nullable Integer> rows(JdbcTemplate jdbc) {
		Map<String, @Nullable Integer> rows = new HashMap<>();
		jdbc.query("select id, amount from stock",
				(RowCallbackHandler) (row) -> rows.put(row.getString(1), row.getObject(2, Integer.class)));
		return rows;
	}

	private static void compare(List<String> lines, Map<String, @Nullable Integer> rows) {
		Map<Integer, Integer> begun = last(lines, "begin ");
		Map<Integer, Integer> done = last(lines, "done ");
		assertThat(done).hasSizeGreaterThanOrEqualTo(CrashWorker.KEYS / 2);
		done.forEach((key, round) -> {
			Set<@Nullable Integer> allowed = new HashSet<>();
			allowed.add(expected(key, round));
			allowed.add(expected(key, begun.get(key)));
			assertThat(rows).as("row of k%d after round %d", key, round).containsKey("k" + key);
			assertThat(allowed).as("row of k%d after round %d", key, round).contains(rows.get("k" + key));
		});
	}

	private static @Nullable Integer expected(int key, int round) {
		return CrashWorker.isDelete(key, round) ? null : round;
	}

	private static Map<Integer, Integer> last(List<String> lines, String word) {
		Map<Integer, Integer> last = new LinkedHashMap<>();
		lines.stream().filter((line) -> line.startsWith(word)).forEach((line) -> {
			String[] parts = line.split(" ");
			// the last line may be cut off
			if (parts.length == 3) {
				last.put(Integer.valueOf(parts[1]), Integer.valueOf(parts[2]));
			}
		});
		return last;
	}

}
