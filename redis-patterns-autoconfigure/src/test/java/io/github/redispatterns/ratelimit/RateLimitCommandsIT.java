package io.github.redispatterns.ratelimit;

import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.Topology;
import org.junit.jupiter.api.Nested;

/**
 * What rate limits cost Redis.
 */
class RateLimitCommandsIT {

	@Nested
	@RedisTest
	class OnStandalone extends RateLimitCommandsContract {

		@Override
		String driver() {
			return "jedis";
		}

	}

	@Nested
	@RedisTest
	class OnStandaloneWithLettuce extends RateLimitCommandsContract {

		@Override
		String driver() {
			return "lettuce";
		}

	}

	@Nested
	@RedisTest(Topology.CLUSTER)
	class OnCluster extends RateLimitCommandsContract {

		@Override
		String driver() {
			return "jedis";
		}

	}

}
