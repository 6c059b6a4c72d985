package io.github.redispatterns.cache;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.JvmProcess;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A thousand callers of a plain {@code @Cacheable} method, in three processes, want the
 * same values: the method is executed once for each, and once more if the process dies
 * that executes it.
 */
@RedisTest
@RedisKeys(value = { "cache:value", "cache:lease", "cache:versions", "kernel:probe" },
		permanent = { "stampede:signal", "stampede:executions" })
class CacheStampedeIT {

	private static final int THREADS = 334;

	RedisServers servers;

	@Test
	void aThousandCallersInThreeProcessesCauseOneExecutionAndOneMoreIfTheProcessDiesThatExecutes() {
		List<JvmProcess> workers = start();
		try {
			signal(StampedeWorker.HELD);
			workers.forEach((worker) -> worker.awaitLine("waiting"::equals));
			signal("release");
			assertExecuted(StampedeWorker.HELD, 1, workers);

			begin(StampedeWorker.FREE, workers);
			signal(StampedeWorker.FREE);
			assertExecuted(StampedeWorker.FREE, 1, workers);

			begin(StampedeWorker.KILLED, workers);
			JvmProcess victim = workers.get(0);
			signal(StampedeWorker.KILLED + victim.pid());
			StampedeWorker.keys(StampedeWorker.KILLED).forEach((key) -> victim.awaitLine(("loading " + key)::equals));
			signal(StampedeWorker.KILLED);
			victim.kill();
			assertExecuted(StampedeWorker.KILLED, 2, workers.subList(1, 3));
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
		begin(StampedeWorker.HELD, workers);
		return workers;
	}

	private static void begin(String round, List<JvmProcess> workers) {
		workers.forEach((worker) -> worker.awaitLine(("ready " + round)::equals));
	}

	private void signal(String what) {
		this.servers.client().set(StampedeWorker.signal(what), "now");
	}

	private void assertExecuted(String round, int times, List<JvmProcess> workers) {
		Set<String> all = new TreeSet<>();
		StampedeWorker.keys(round).forEach((key) -> all.add(key + "=value" + times));
		workers.forEach((worker) -> assertThat(values(round, worker)).containsExactlyElementsOf(all));
		StampedeWorker.keys(round)
			.forEach((key) -> assertThat(this.servers.client().get(StampedeWorker.executions(key))).as(key)
				.isEqualTo(String.valueOf(times)));
	}

	private static Set<String> values(String round, JvmProcess worker) {
		String start = "values " + round + " [";
		String line = worker.awaitLine((each) -> each.startsWith(start));
		assertThat(worker.lines()).noneMatch((each) -> each.startsWith("failure"));
		String values = line.substring(start.length(), line.length() - 1);
		return new TreeSet<>(List.of(values.split(", ")));
	}

}
