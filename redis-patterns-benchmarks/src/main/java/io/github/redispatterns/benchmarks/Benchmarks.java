package io.github.redispatterns.benchmarks;

import java.util.Arrays;

import io.github.redispatterns.benchmarks.cache.CacheMemoryTable;
import io.github.redispatterns.benchmarks.cache.CacheTable;
import io.github.redispatterns.benchmarks.circuitbreaker.BreakerTable;
import io.github.redispatterns.benchmarks.harness.Options;
import io.github.redispatterns.benchmarks.lock.LockTable;
import io.github.redispatterns.benchmarks.ratelimit.RateLimitMemory;
import io.github.redispatterns.benchmarks.ratelimit.RateLimitTable;
import io.github.redispatterns.benchmarks.ratelimit.RefusalTable;

/**
 * Runs one benchmark by its name.
 */
public final class Benchmarks {

	private static final String USAGE = """
			java -jar benchmarks.jar <benchmark>

			  ratelimit [--threads=1,8,64] [--only=ours,floor] [--rows=hot,refused] [--trials=5] [--millis=500]
			  memory    [--keys=1000000] [--only=ours]
			  refusal
			  lock      [--only=ours,Redisson] [--rows=uncontended,hand-over] [--trials=5] [--millis=500] [--rounds=300]
			  circuitbreaker [--threads=1,8] [--forks=3] [--iterations=5] [--millis=1000]
			  cache     [--only=ours,Jet] [--rows=hit,stampede] [--trials=5] [--millis=500] [--callers=200]
			            [--stampedes=15] [--rounds=200]
			  cache-memory [--threads=1,8] [--forks=3] [--warmups=3] [--iterations=5] [--millis=1000]
			  jmh       [arguments of JMH]
			""";

	private Benchmarks() {
	}

	public static void main(String[] arguments) throws Exception {
		String[] rest = (arguments.length == 0) ? arguments : Arrays.copyOfRange(arguments, 1, arguments.length);
		Options options = new Options(Arrays.asList(rest));
		switch ((arguments.length == 0) ? "" : arguments[0]) {
			case "ratelimit" -> RateLimitTable.print(options);
			case "memory" -> RateLimitMemory.print(options);
			case "refusal" -> RefusalTable.print();
			case "lock" -> LockTable.print(options);
			case "circuitbreaker" -> BreakerTable.print(options);
			case "cache" -> CacheTable.print(options);
			case "cache-memory" -> CacheMemoryTable.print(options);
			case "jmh" -> org.openjdk.jmh.Main.main(rest);
			default -> {
				System.err.println(USAGE);
				System.exit(2);
			}
		}
		System.exit(0);
	}

}
