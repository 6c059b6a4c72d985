package io.github.redispatterns.benchmarks.cache;

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
 * Runs {@link CacheBenchmark} and prints what it found as Markdown.
 */
public final class CacheMemoryTable {

	private static final PrintStream OUT = System.out;

	private CacheMemoryTable() {
	}

	/**
	 * Measure and print.
	 * @param options {@code threads}, {@code forks}, {@code iterations}, {@code millis}
	 * and {@code warmups}
	 * @throws RunnerException if JMH cannot
	 */
	public static void print(Options options) throws RunnerException {
		OUT.println("\n## A hit in memory\n");
		OUT.println("| by JMH, a JVM each | threads | ns | ± | bytes | ns above raw Caffeine"
				+ " | of Caffeine's time, called the same way |");
		OUT.println("|---|---:|---:|---:|---:|---:|---:|");
		for (int threads : options.numbers("threads", 1)) {
			TimeValue time = TimeValue.milliseconds(options.number("millis", 1000));
			Map<String, RunResult> results = new TreeMap<>();
			new Runner(new OptionsBuilder().include(CacheBenchmark.class.getSimpleName())
				.threads(threads)
				.forks(options.number("forks", 3))
				.warmupIterations(options.number("warmups", 3))
				.warmupTime(time)
				.measurementIterations(options.number("iterations", 5))
				.measurementTime(time)
				.addProfiler(GCProfiler.class)
				.shouldFailOnError(true)
				.verbosity(VerboseMode.SILENT)
				.build()).run().forEach((result) -> results.put(result.getPrimaryResult().getLabel(), result));
			results.forEach((label, result) -> row(label, threads, result, results));
		}
	}

	private static void row(String label, int threads, RunResult result, Map<String, RunResult> results) {
		double bytes = Objects.requireNonNull(result.getSecondaryResults().get("gc.alloc.rate.norm")).getScore();
		double time = score(result);
		OUT.printf("| %s | %d | %.1f | %.1f | %.0f | %.1f | %.2f |%n", label, threads, time,
				result.getPrimaryResult().getScoreError(), bytes, time - score(results, "getCaffeine"),
				time / score(results, alike(label)));
	}

	private static String alike(String label) {
		if (label.startsWith("annotation")) {
			return "annotationCaffeine";
		}
		return label.endsWith("BehindSpring") ? "getCaffeineBehindSpring" : "getCaffeine";
	}

	private static double score(Map<String, RunResult> results, String label) {
		return score(Objects.requireNonNull(results.get(label)));
	}

	private static double score(RunResult result) {
		return result.getPrimaryResult().getScore();
	}

}
