package io.github.redispatterns.benchmarks.ratelimit;

import java.util.ArrayList;
import java.util.List;

import io.github.redispatterns.benchmarks.harness.Commands;
import io.github.redispatterns.benchmarks.harness.Options;

/**
 * All limiters of a run, each with a server of its own: on a shared one the garbage of
 * one's scripts is collected, and its keys expire, in the turns of the others.
 */
final class Entrants {

	private Entrants() {
	}

	/**
	 * Create those that the options select.
	 * @param options the options
	 * @return the entrants, the floor first
	 */
	static List<Entrant> all(Options options) {
		List<Entrant> all = new ArrayList<>();
		Entrant ours = Entrant.of(Ours::onJedis);
		all.add(Entrant.of((server) -> new Floor(server, scriptCall(ours))));
		all.add(ours);
		all.add(Entrant.of(Ours::onLettuce));
		all.add(Entrant.of(Ours::forgetful));
		all.add(Entrant.of(Bucket4j::onJedis));
		all.add(Entrant.of(Bucket4j::onLettuce));
		all.add(Entrant.of(RedissonLimiter::new));
		all.add(Entrant.of(GatewayScript::onJedis));
		all.add(Entrant.of(GatewayScript::onLettuce));
		List<Entrant> selected = new ArrayList<>();
		for (Entrant entrant : all) {
			if (entrant.isFloor() || options.selects("only", entrant.limiter().name())) {
				selected.add(entrant);
			}
			else {
				entrant.close();
			}
		}
		return selected;
	}

	private static List<Integer> scriptCall(Entrant ours) {
		return Commands.during(ours.server(), () -> {
			ours.limiter().tryAcquire(Limit.AMPLE, 0);
			ours.limiter().tryAcquire(Limit.AMPLE, 0);
		}).scriptCall();
	}

}
