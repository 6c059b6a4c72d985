package io.github.redispatterns.lock;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisNode;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.Topology;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A failover may lose a lock, which then has two holders for a while. Tokens grow even
 * then, so that what is fenced takes no stale write.
 */
class LockHistoryFailoverIT {

	@Nested
	@RedisTest(value = Topology.SENTINEL, dedicated = true)
	class OnSentinel extends SeveralServers {

	}

	@Nested
	@RedisTest(value = Topology.CLUSTER, dedicated = true)
	class OnCluster extends SeveralServers {

	}

	@RedisKeys({ "lock:owner", "lock:fence", "lock:waiters", "history:token", "history:journal", "kernel:probe" })
	abstract static class SeveralServers {

		private static final Log logger = LogFactory.getLog(LockHistoryFailoverIT.class);

		RedisServers servers;

		@Test
		void tokensGrowThroughFailovers(@TempDir Path folder) throws Exception {
			try (HistoryCheck check = new HistoryCheck(this.servers, folder,
					Collections.nCopies(3, this.servers.applicationProperties("jedis")))) {
				check.breakThings("10s", List.of(this::failOver, check::freezeProcess, check::killProcess,
						this.servers.faults()::dropClients, this.servers.faults()::flushScripts));
				History history = check.end();
				logger.info("%d holds, %d overlaps, %s".formatted(history.holds().size(), history.overlaps().size(),
						history.counts()));
				assertThat(history.unfencedOrder()).isEmpty();
				assertThat(history.sharedTokens()).isEmpty();
				check.assertNoStaleWrite(false);
				assertThat(history.holds()).hasSizeGreaterThan(100);
			}
		}

		private void failOver() {
			RedisNode master = this.servers.masterOf(GuardedResources.tokenKey(HistoryWorker.key(0)));
			this.servers.faults().failover(master).heal();
		}

	}

}
