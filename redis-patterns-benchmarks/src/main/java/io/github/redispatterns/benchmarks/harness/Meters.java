package io.github.redispatterns.benchmarks.harness;

import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;

import com.sun.management.ThreadMXBean;

/**
 * What the client and the server have used so far; two readings make a difference.
 *
 * @param allocated bytes allocated by each Java thread
 * @param clientNanos processor time of each Java thread
 * @param serverMicros processor time of the main thread of redis-server
 * @param commandMicros time that redis-server spent in each command, scripts included
 */
record Meters(Map<Long, Long> allocated, Map<Long, Long> clientNanos, double serverMicros,
		Map<String, Double> commandMicros) {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final String STATISTICS = "cmdstat_";

	static Meters read(Server server) {
		Map<String, String> cpu = server.info("cpu");
		Map<String, Double> commands = new HashMap<>();
		server.info("commandstats").forEach((name, value) -> {
			String micros = value.substring(value.indexOf("usec=") + 5);
			commands.put(name.substring(STATISTICS.length()), Double.valueOf(micros.substring(0, micros.indexOf(','))));
		});
		long[] ids = THREADS.getAllThreadIds();
		return new Meters(byThread(ids, THREADS.getThreadAllocatedBytes(ids)),
				byThread(ids, THREADS.getThreadCpuTime(ids)),
				1e6 * (seconds(cpu, "used_cpu_sys_main_thread") + seconds(cpu, "used_cpu_user_main_thread")), commands);
	}

	long allocatedSince(Meters start) {
		return difference(this.allocated, start.allocated);
	}

	double clientMicrosSince(Meters start) {
		return difference(this.clientNanos, start.clientNanos) / 1e3;
	}

	double commandMicrosSince(Meters start, Commands commands) {
		return this.commandMicros.entrySet()
			.stream()
			.mapToDouble((entry) -> commands.shareSentByClients(entry.getKey())
					* (entry.getValue() - start.commandMicros.getOrDefault(entry.getKey(), 0.0)))
			.sum();
	}

	private static double seconds(Map<String, String> cpu, String name) {
		return Double.parseDouble(cpu.getOrDefault(name, "0"));
	}

	private static Map<Long, Long> byThread(long[] ids, long[] values) {
		Map<Long, Long> map = new HashMap<>();
		for (int i = 0; i < ids.length; i++) {
			map.put(ids[i], Math.max(0, values[i]));
		}
		return map;
	}

	private static long difference(Map<Long, Long> end, Map<Long, Long> start) {
		return end.entrySet()
			.stream()
			.mapToLong((entry) -> entry.getValue() - start.getOrDefault(entry.getKey(), 0L))
			.sum();
	}

}
