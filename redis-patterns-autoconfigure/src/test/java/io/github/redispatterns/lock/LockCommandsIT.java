package io.github.redispatterns.lock;

import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.Topology;
import org.junit.jupiter.api.Nested;

/**
 * What locks cost Redis.
 */
class LockCommandsIT {

	@Nested
	@RedisTest
	class OnStandalone extends LockCommandsContract {

		@Override
		String driver() {
			return "jedis";
		}

	}

	@Nested
	@RedisTest
	class OnStandaloneWithLettuce extends LockCommandsContract {

		@Override
		String driver() {
			return "lettuce";
		}

	}

	@Nested
	@RedisTest(Topology.CLUSTER)
	class OnCluster extends LockCommandsContract {

		@Override
		String driver() {
			return "jedis";
		}

	}

}
