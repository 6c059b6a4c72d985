package io.github.redispatterns.cache;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.github.redispatterns.cache.LatchedBook.Gate;
import io.github.redispatterns.support.Aside;
import org.awaitility.Awaitility;

/**
 * Every way in which a value gets into memory and Redis, each of which can be held where
 * a write hurts most.
 */
enum RacingLoad {

	/** On the caller's thread. */
	CALLER {

		@Override
		Aside<LatchedBook> begin(TieredCache<String, LatchedBook> books, TieredCache<String, LatchedBook> others,
				Gate gate) {
			return Aside.start(() -> books.getOrLoad("dune", (key, load) -> load(load, gate)));
		}

	},

	/** Without keeping the caller's thread. */
	ASYNC {

		@Override
		Aside<LatchedBook> begin(TieredCache<String, LatchedBook> books, TieredCache<String, LatchedBook> others,
				Gate gate) {
			return Aside.start(() -> books.getAsync("dune", (key) -> CompletableFuture.supplyAsync(() -> {
				gate.pass();
				return OLD;
			})).join());
		}

	},

	/** In the background, for a value that is fresh for a while. */
	AHEAD {

		@Override
		Aside<LatchedBook> begin(TieredCache<String, LatchedBook> books, TieredCache<String, LatchedBook> others,
				Gate gate) {
			books.put("dune", OLD, TAGGED);
			return Aside.start(() -> books.getOrLoad("dune", (key, load) -> load(load, gate)));
		}

	},

	/** In the background, for a value that is stale. */
	REVALIDATION {

		@Override
		Aside<LatchedBook> begin(TieredCache<String, LatchedBook> books, TieredCache<String, LatchedBook> others,
				Gate gate) {
			becomeStale(books);
			return Aside.start(() -> books.getOrLoad("dune", (key, load) -> load(load, gate)));
		}

	},

	/** In the background, if a write comes before that begins. */
	REVALIDATION_TO_BE {

		@Override
		Aside<LatchedBook> begin(TieredCache<String, LatchedBook> books, TieredCache<String, LatchedBook> others,
				Gate gate) {
			becomeStale(books);
			return Aside.start(() -> {
				gate.close();
				return books.getOrLoad("dune", (key, load) -> {
					load.tags("sf");
					return OLD;
				});
			});
		}

	},

	/** Not at all: Redis had it. */
	FILL {

		@Override
		Aside<LatchedBook> begin(TieredCache<String, LatchedBook> books, TieredCache<String, LatchedBook> others,
				Gate gate) {
			others.put("dune", OLD, TAGGED);
			return Aside.start(() -> {
				gate.close();
				return books.get("dune");
			});
		}

	};

	static final LatchedBook OLD = new LatchedBook("old");

	static final CacheWriteOptions TAGGED = CacheWriteOptions.NONE.withTags("sf");

	/**
	 * Begin, and stand still at the gate.
	 * @param books of the instance that loads
	 * @param others of another instance
	 * @param gate where to wait
	 * @return what the caller gets
	 */
	abstract Aside<LatchedBook> begin(TieredCache<String, LatchedBook> books, TieredCache<String, LatchedBook> others,
			Gate gate);

	private static LatchedBook load(CacheLoad load, Gate gate) {
		load.tags("sf");
		gate.pass();
		return OLD;
	}

	static void becomeStale(TieredCache<String, LatchedBook> books) {
		books.put("dune", OLD, TAGGED.withTtl(Duration.ofMillis(1)));
		Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> books.get("dune") == null);
	}

}
