package io.github.redispatterns.benchmarks.circuitbreaker;

import java.io.PrintStream;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import io.github.redispatterns.benchmarks.harness.Options;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs {@link BreakerBenchmark} and prints what it found as Markdown.
 */
public final class BreakerTable {

	private static final PrintStream OUT = System.out;

	private BreakerTable() {
	}

	/**
	 * Measure and print.
	 * @param options {@code threads}, {@code forks}, {@code iterations} and
	 * {@code millis}
	 * @throws RunnerException if JMH cannot
	 */
	public static void print(Options options) throws RunnerException {
		OUT.println("\n## A circuit breaker\n");
		OUT.println("| by JMH, a JVM each | threads | ns | ± | bytes | of Resilience4j's time |");
		OUT.println("|---|---:|---:|---:|---:|---:|");
		for (int threads : options.numbers("threads", 1, 8)) {
			Map<String, RunResult> results = new TreeMap<>();
			new Runner(new OptionsBuilder().include(BreakerBenchmark.class.getSimpleName())
				.threads(threads)
				.forks(options.number("forks", 3))
				.measurementIterations(options.number("iterations", 5))
				.measurementTime(TimeValue.milliseconds(options.number("millis", 1000)))
				.addProfiler(GCProfiler.class)
				.verbosity(VerboseMode.SILENT)
				.build()).run().forEach((result) -> results.put(result.getPrimaryResult().getLabel(), result));
			results.forEach((label, result) -> row(label, threads, result, peer(label, results)));
		}
	}

	private static double peer(String label, Map<String, RunResult> results) {
		String peer = label.startsWith("closed") ? "closedResilience4j" : "refusedResilience4j";
		return score(Objects.requireNonNull(results.get(peer)));
	}

	private static double score(RunResult result) {
		return result.getPrimaryResult().getScore();
	}

	private static void row(String label, int threads, RunResult result, double peer) {
		double allocated = Objects.requireNonNull(result.getSecondaryResults().get("gc.alloc.rate.norm")).getScore();
		OUT.printf("| %s | %d | %.0f | %.0f | %.0f | %.2f |%n", label, threads, score(result),
				result.getPrimaryResult().getScoreError(), allocated, score(result) / peer);
	}

}
