package io.github.redispatterns.benchmarks.cache;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

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
 * Throughput of caches where Redis is asked, and what happens between instances.
 */
public final class CacheTable {

	private static final PrintStream OUT = System.out;

	private static final List<Row> ROWS = List.of(new Row("hit in Redis, 1 thread", 1, Kind.HIT),
			new Row("hit in Redis, 8 threads", 8, Kind.HIT), new Row("put, 1 thread", 1, Kind.PUT),
			new Row("put, 8 threads", 8, Kind.PUT), new Row("put and evict, 1 thread", 1, Kind.EVICT),
			new Row("miss, load and store, 1 thread", 1, Kind.MISS),
			new Row("miss, load and store, 8 threads", 8, Kind.MISS));

	private CacheTable() {
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
		entrants.forEach((entrant) -> prepare(entrant.cacher()));
		Map<String, List<Outcome>> rows = new LinkedHashMap<>();
		for (Row row : ROWS) {
			if (options.selects("rows", row.title())) {
				System.err.println(row.title());
				Load load = new Load(row.threads(), Keys.SPREAD, options.number("trials", 5),
						options.number("millis", 500));
				rows.put(row.title(), new Trials(placement).run(load, contenders(row, entrants)));
			}
		}
		List<Entrant> libraries = entrants.subList(1, entrants.size());
		if (options.selects("rows", "stampede")) {
			Stampede.print(OUT, libraries.stream().map(Entrant::cacher).toList(), options);
		}
		if (options.selects("rows", "invalidation")) {
			Invalidation.print(OUT, libraries, options.number("rounds", 200));
		}
		entrants.forEach(Entrant::close);
		OUT.println("\n## Throughput, times the floor's\n\n" + Table.summary(rows));
		OUT.println("## Throughput in detail");
		rows.forEach((title, outcomes) -> OUT.print(Table.details(title, outcomes)));
	}

	private static void prepare(Cacher cacher) {
		System.err.println("fill: " + cacher.name());
		Handle remote = cacher.remote();
		for (int i = 0; i < Keys.SPREAD; i++) {
			remote.put(Keys.of(i), Product.of(i));
		}
	}

	private static List<Contender> contenders(Row row, List<Entrant> entrants) {
		List<Contender> contenders = new ArrayList<>();
		for (Entrant entrant : entrants) {
			contenders.add(new Contender(entrant.cacher().name(), entrant.server(), row.calls(entrant.cacher()), true));
		}
		return contenders;
	}

	private static List<Entrant> entrants(Options options) {
		List<Entrant> selected = new ArrayList<>();
		selected.add(Entrant.of(Floor::new));
		Map<String, Function<Server, Cacher>> all = new LinkedHashMap<>();
		all.put("ours (Jedis)", Ours::onJedis);
		all.put("ours (Lettuce)", Ours::onLettuce);
		all.put("RedisCacheManager", SpringCacher::plain);
		all.put("RedisCacheManager, locking writer", SpringCacher::locking);
		all.put("Redisson, Spring cache", RedissonSpringCacher::open);
		all.put("Redisson, local cached map", RedissonMapCacher::open);
		all.put("JetCache", JetCacher::open);
		all.forEach((name, cacher) -> {
			if (options.selects("only", name)) {
				selected.add(Entrant.of(cacher));
			}
		});
		return selected;
	}

	private static void head(Options options, Server server, Placement placement) {
		OUT.println("# Caches: ours, the peers and the floor\n");
		OUT.println("Printed by `java -jar redis-patterns-benchmarks/target/benchmarks.jar cache"
				+ String.join("", options.arguments().stream().map((argument) -> " " + argument).toList()) + "`.");
		OUT.println("What the columns mean: `redis-patterns-benchmarks/README.md`.\n");
		OUT.println("- " + Machine.describe(server) + ".");
		OUT.println("- " + placement.describe());
		OUT.printf("- %d interleaved trials; medians.%n", options.number("trials", 5));
		OUT.printf("- A value is %,d bytes of JSON, typed and without names of classes for everybody.%n",
				Json.write(Product.of(0)).length);
		OUT.println("- *hit in Redis* is of a cache that keeps nothing in memory; whoever can keeps values in memory"
				+ " and tells other instances in all other rows.");
	}

	/**
	 * A contender and the redis-server that nobody else uses.
	 *
	 * @param cacher the contender
	 * @param server its server
	 */
	record Entrant(Cacher cacher, Server server) implements AutoCloseable {

		static Entrant of(Function<Server, Cacher> cacher) {
			Server server = Server.start();
			return new Entrant(cacher.apply(server), server);
		}

		@Override
		public void close() {
			this.cacher.close();
			this.server.close();
		}

	}

}
