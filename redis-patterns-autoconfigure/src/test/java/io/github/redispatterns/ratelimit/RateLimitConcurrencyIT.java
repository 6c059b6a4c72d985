package io.github.redispatterns.ratelimit;

import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.Topology;
import org.junit.jupiter.api.Nested;

/**
 * Many threads of many instances are never admitted more often than the limit says.
 */
class RateLimitConcurrencyIT {

	@Nested
	@RedisTest
	class OnStandalone extends RateLimitConcurrencyContract {

	}

	@Nested
	@RedisTest(Topology.CLUSTER)
	class OnCluster extends RateLimitConcurrencyContract {

	}

}
