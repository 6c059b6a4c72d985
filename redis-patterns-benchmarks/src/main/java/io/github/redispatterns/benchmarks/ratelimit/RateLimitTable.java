package io.github.redispatterns.benchmarks.ratelimit;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.redispatterns.benchmarks.harness.Contender;
import io.github.redispatterns.benchmarks.harness.Keys;
import io.github.redispatterns.benchmarks.harness.Load;
import io.github.redispatterns.benchmarks.harness.Machine;
import io.github.redispatterns.benchmarks.harness.Options;
import io.github.redispatterns.benchmarks.harness.Outcome;
import io.github.redispatterns.benchmarks.harness.Placement;
import io.github.redispatterns.benchmarks.harness.Server;
import io.github.redispatterns.benchmarks.harness.Table;
import io.github.redispatterns.benchmarks.harness.Trials;

/**
 * Throughput of rate limiters: threads, keys, and whether the limit admits.
 */
public final class RateLimitTable {

	private static final PrintStream OUT = System.out;

	private RateLimitTable() {
	}

	/**
	 * Measure and print.
	 * @param options the options
	 */
	public static void print(Options options) {
		List<Entrant> entrants = Entrants.all(options);
		Placement placement = new Placement(entrants.stream().map(Entrant::server).toList());
		head(options, entrants.get(0).server(), placement);
		placement.apply();
		check(entrants);
		entrants.forEach((entrant) -> prepare(entrant.limiter()));
		Map<String, List<Outcome>> rows = new LinkedHashMap<>();
		for (boolean allowed : new boolean[] { true, false }) {
			for (int keys : new int[] { Keys.SPREAD, 1 }) {
				for (int threads : options.numbers("threads", 1, 8, 64)) {
					row(rows, options, new Trials(placement), entrants, allowed, keys, threads);
				}
			}
		}
		entrants.forEach(Entrant::close);
		OUT.println("\n## Throughput, times the floor's\n\n" + Table.summary(rows));
		OUT.println("## Throughput in detail");
		rows.forEach((title, outcomes) -> OUT.print(Table.details(title, outcomes)));
	}

	private static void head(Options options, Server server, Placement placement) {
		OUT.println("# Rate limits: ours, the peers and the floor\n");
		OUT.println("Printed by `java -jar redis-patterns-benchmarks/target/benchmarks.jar ratelimit"
				+ String.join("", options.arguments().stream().map((argument) -> " " + argument).toList()) + "`.");
		OUT.println("What the columns mean: `redis-patterns-benchmarks/README.md`.\n");
		OUT.println("- " + Machine.describe(server) + ".");
		OUT.println("- " + placement.describe());
		OUT.printf("- %d interleaved trials; medians.%n", options.number("trials", 5));
	}

	private static void check(List<Entrant> entrants) {
		OUT.println("\n## The limit holds\n\nAdmitted of 400 calls by 8 threads under a limit of 100 per hour.\n");
		OUT.println("| contender | admitted |\n|---|---:|");
		entrants.stream()
			.filter((entrant) -> !entrant.isFloor())
			.map(Entrant::limiter)
			.forEach((limiter) -> OUT.printf("| %s | %d |%n", limiter.name(), Check.admitted(limiter)));
	}

	// Touches every key, and uses up what is to be exhausted.
	private static void prepare(Limiter limiter) {
		if (limiter instanceof Floor) {
			return;
		}
		for (int key = 0; key < Keys.SPREAD; key++) {
			for (Limit limit : List.of(Limit.AMPLE, Limit.EXHAUSTED)) {
				limiter.prepare(limit, key);
				limiter.tryAcquire(limit, key);
			}
		}
	}

	private static void row(Map<String, List<Outcome>> rows, Options options, Trials trials, List<Entrant> entrants,
			boolean allowed, int keys, int threads) {
		String title = "%d thread%s, %s, %s".formatted(threads, (threads == 1) ? "" : "s",
				(keys == 1) ? "one hot key" : "10,000 keys", allowed ? "allowed" : "refused");
		if (!options.selects("rows", title)) {
			return;
		}
		System.err.println(title);
		Limit limit = allowed ? Limit.AMPLE : Limit.EXHAUSTED;
		List<Contender> contenders = new ArrayList<>();
		for (Entrant entrant : entrants) {
			Limiter limiter = entrant.limiter();
			contenders.add(new Contender(limiter.name(), entrant.server(), (key) -> limiter.tryAcquire(limit, key),
					allowed || entrant.isFloor()));
		}
		Load load = new Load(threads, keys, options.number("trials", 5), options.number("millis", 500));
		rows.put(title, trials.run(load, contenders));
	}

}
