package io.github.redispatterns.benchmarks.lock;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

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
 * Throughput of locks, and how long they take from hand to hand.
 */
public final class LockTable {

	private static final PrintStream OUT = System.out;

	private static final List<Row> ROWS = List.of(new Row("uncontended, 1 thread", 1, Keys.SPREAD, 1, Kind.MUTEX),
			new Row("uncontended, 8 threads", 8, Keys.SPREAD, 1, Kind.MUTEX),
			new Row("contended, 8 threads of one instance", 8, 1, 1, Kind.MUTEX),
			new Row("contended, 9 threads of 3 instances", 9, 1, Locker.INSTANCES, Kind.MUTEX),
			new Row("fair, 9 threads of 3 instances", 9, 1, Locker.INSTANCES, Kind.FAIR),
			new Row("95% read, 9 threads of 3 instances", 9, 1, Locker.INSTANCES, Kind.READ),
			new Row("semaphore, 1 thread", 1, Keys.SPREAD, 1, Kind.SEMAPHORE),
			new Row("semaphore of 4, 9 threads of 3 instances", 9, 1, Locker.INSTANCES, Kind.SEMAPHORE));

	private LockTable() {
	}

	/**
	 * Measure and print.
	 * @param options the options
	 */
	public static void print(Options options) {
		List<Entrant> entrants = entrants(options);
		Placement placement = new Placement(entrants.stream().map(Entrant::server).toList());
		head(options, entrants.get(0).server(), placement);
		placement.apply();
		Map<String, List<Outcome>> rows = new LinkedHashMap<>();
		for (Row row : ROWS) {
			if (options.selects("rows", row.title())) {
				System.err.println(row.title());
				Load load = new Load(row.threads(), row.keys(), options.number("trials", 5),
						options.number("millis", 500));
				rows.put(row.title(), new Trials(placement).run(load, contenders(row, entrants)));
			}
		}
		if (options.selects("rows", "hand-over")) {
			Handover.print(OUT, entrants.stream().map(Entrant::locker).toList(), options.number("rounds", 300));
		}
		entrants.forEach(Entrant::close);
		rows.forEach((title, outcomes) -> OUT.print(Table.details(title, outcomes)));
	}

	private static List<Contender> contenders(Row row, List<Entrant> entrants) {
		List<Contender> contenders = new ArrayList<>();
		for (Entrant entrant : entrants) {
			if (entrant.locker().supports(row.kind(), row.isContended())) {
				contenders
					.add(new Contender(entrant.locker().name(), entrant.server(), row.calls(entrant.locker()), true));
			}
		}
		return contenders;
	}

	private static List<Entrant> entrants(Options options) {
		List<Entrant> selected = new ArrayList<>();
		selected.add(Entrant.of(Floor::new));
		Map<String, Function<Server, Locker>> all = new LinkedHashMap<>();
		all.put("ours (Jedis)", Ours::onJedis);
		all.put("ours (Lettuce)", Ours::onLettuce);
		all.put("Redisson", RedissonLocker::new);
		all.put("Spring Integration (spin)", IntegrationLocker::spinning);
		all.put("Spring Integration (pub/sub)", IntegrationLocker::subscribed);
		all.put("ShedLock", ShedLocker::new);
		all.put("Lock4j", Lock4jLocker::new);
		all.forEach((name, locker) -> Stream.of(locker)
			.filter((any) -> options.selects("only", name))
			.forEach((any) -> selected.add(Entrant.of(any))));
		return selected;
	}

	private static void head(Options options, Server server, Placement placement) {
		OUT.println("# Locks and semaphores: ours, the peers and the floor\n");
		OUT.println("Printed by `java -jar redis-patterns-benchmarks/target/benchmarks.jar lock"
				+ String.join("", options.arguments().stream().map((argument) -> " " + argument).toList()) + "`.");
		OUT.println("What the columns mean: `redis-patterns-benchmarks/README.md`. A call locks and unlocks.\n");
		OUT.println("- " + Machine.describe(server) + ".");
		OUT.println("- " + placement.describe());
		OUT.printf("- %d interleaved trials; medians.%n", options.number("trials", 5));
		OUT.println("- The floor never waits, in no row: each of its callers has keys of its own.");
	}

	/**
	 * A contender and the redis-server that nobody else uses.
	 *
	 * @param locker the contender
	 * @param server its server
	 */
	private record Entrant(Locker locker, Server server) implements AutoCloseable {

		static Entrant of(Function<Server, Locker> locker) {
			Server server = Server.start();
			return new Entrant(locker.apply(server), server);
		}

		@Override
		public void close() {
			this.locker.close();
			this.server.close();
		}

	}

}
