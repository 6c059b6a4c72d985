package io.github.redispatterns.benchmarks.ratelimit;

import java.util.ArrayList;
import java.util.List;

import io.github.redispatterns.benchmarks.harness.Commands;
import io.github.redispatterns.benchmarks.harness.Options;
import io.github.redispatterns.benchmarks.harness.Server;

/**
 * All limiters of a run.
 */
final class Limiters {

	private Limiters() {
	}

	/**
	 * Create those that the options select.
	 * @param server the server they use
	 * @param options the options
	 * @return the limiters, the floor first
	 */
	static List<Limiter> all(Server server, Options options) {
		List<Limiter> all = new ArrayList<>();
		Ours ours = Ours.onJedis(server.url());
		List<Integer> call = Commands.during(server, () -> {
			ours.tryAcquire(Limit.AMPLE, 0);
			ours.tryAcquire(Limit.AMPLE, 0);
		}).scriptCall();
		all.add(new Floor(server.port(), call));
		all.add(ours);
		all.add(Ours.onLettuce(server.url()));
		all.add(Ours.forgetful(server.url()));
		all.add(Bucket4j.onJedis(server.port()));
		all.add(Bucket4j.onLettuce(server.url()));
		all.add(new RedissonLimiter(server.url()));
		all.add(GatewayScript.onJedis(server.url()));
		all.add(GatewayScript.onLettuce(server.url()));
		return all.stream()
			.filter((limiter) -> limiter instanceof Floor || options.selects("only", limiter.name()))
			.toList();
	}

}
