package io.github.redispatterns.cache;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.JvmProcess;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A thousand callers in three processes want the same values: each is loaded once, and
 * once more if the process dies that loads.
 */
@RedisTest
@RedisKeys(value = { "cache:value", "cache:lease", "cache:versions", "kernel:probe" },
		permanent = { "stampede:signal", "stampede:executions", "stampede:pid" })
class CacheStampedeIT {

	private static final int THREADS = 334;

	RedisServers servers;

	@Test
	void aThousandCallersInThreeProcessesCauseOneLoadAndOneMoreIfTheProcessDiesThatLoads() {
		List<JvmProcess> workers = start();
		try {
			go(1, 0);

			workers.forEach((worker) -> assertThat(values(1, worker)).containsExactlyElementsOf(all(1, "value1")));
			keys(1).forEach((key) -> assertThat(executions(key)).as(key).isEqualTo("1"));

			workers.forEach((worker) -> worker.awaitLine("ready 2"::equals));
			JvmProcess victim = workers.get(0);
			this.servers.client().set("test:stampede:{victim}:pid", String.valueOf(victim.pid()));
			go(2, victim.pid());
			keys(2).forEach((key) -> victim.awaitLine(("loading " + key)::equals));
			go(2, 0);
			victim.kill();

			workers.subList(1, 3)
				.forEach((worker) -> assertThat(values(2, worker)).containsExactlyElementsOf(all(2, "value2")));
			keys(2).forEach((key) -> assertThat(executions(key)).as(key).isEqualTo("2"));
		}
		finally {
			workers.forEach(JvmProcess::close);
		}
	}

	private List<JvmProcess> start() {
		Map<String, Object> properties = this.servers.applicationProperties("jedis");
		properties.put("redis-patterns.cache.caches.stampede.load.lease", "2s");
		properties.put("redis-patterns.cache.caches.stampede.load.wait-time", "1m");
		String[] arguments = Stream
			.concat(Stream.of(String.valueOf(THREADS)), Stream.of(Instances.arguments(properties)))
			.toArray(String[]::new);
		List<JvmProcess> workers = Stream.generate(() -> JvmProcess.start(StampedeWorker.class, arguments))
			.limit(3)
			.toList();
		workers.forEach((worker) -> worker.awaitLine("ready 1"::equals));
		return workers;
	}

	private void go(int round, long who) {
		this.servers.client().set(StampedeWorker.signal(round, who), "go");
	}

	private String executions(String key) {
		return this.servers.client().get(StampedeWorker.executions(key));
	}

	private static List<String> keys(int round) {
		return IntStream.range(0, StampedeWorker.KEYS).mapToObj((i) -> round + "k" + i).toList();
	}

	private static Set<String> all(int round, String value) {
		Set<String> all = new TreeSet<>();
		keys(round).forEach((key) -> all.add(key + "=" + value));
		return all;
	}

	private static Set<String> values(int round, JvmProcess worker) {
		String start = "values " + round + " [";
		String line = worker.awaitLine((each) -> each.startsWith(start));
		assertThat(worker.lines()).noneMatch((each) -> each.startsWith("failure"));
		String values = line.substring(start.length(), line.length() - 1);
		return new TreeSet<>(List.of(values.split(", ")));
	}

}
