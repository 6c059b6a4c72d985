package io.github.redispatterns.benchmarks.ratelimit;

import java.io.PrintStream;
import java.util.Objects;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs {@link RefusalBenchmark} and prints what it found as Markdown.
 */
public final class RefusalTable {

	private static final PrintStream OUT = System.out;

	private RefusalTable() {
	}

	/**
	 * Measure and print.
	 * @throws RunnerException if JMH cannot
	 */
	public static void print() throws RunnerException {
		OUT.println("\n## A remembered refusal\n\n| by JMH, 3 JVMs each | ns | bytes |\n|---|---:|---:|");
		for (RunResult result : new Runner(new OptionsBuilder().include(RefusalBenchmark.class.getSimpleName())
			.addProfiler(GCProfiler.class)
			.verbosity(VerboseMode.SILENT)
			.build()).run()) {
			Result<?> allocated = Objects.requireNonNull(result.getSecondaryResults().get("gc.alloc.rate.norm"));
			OUT.printf("| %s | %.0f ± %.0f | %.0f |%n", result.getPrimaryResult().getLabel(),
					result.getPrimaryResult().getScore(), result.getPrimaryResult().getScoreError(),
					allocated.getScore());
		}
	}

}
