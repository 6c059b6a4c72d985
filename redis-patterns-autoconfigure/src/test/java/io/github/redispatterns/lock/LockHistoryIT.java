package io.github.redispatterns.lock;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.redispatterns.support.Fault;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.TcpProxy;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.args.ClientPauseMode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever breaks but Redis itself, no two processes believe at the same time to hold a
 * lock, tokens grow from holder to holder, and what is fenced takes no stale write.
 */
@RedisTest(dedicated = true)
@RedisKeys({ "lock:owner", "lock:fence", "lock:waiters", "history:token", "history:journal", "kernel:probe" })
class LockHistoryIT {

	private static final Log logger = LogFactory.getLog(LockHistoryIT.class);

	RedisServers servers;

	@Test
	void noTwoHoldAtTheSameTimeWhateverBreaks(@TempDir Path folder) throws Exception {
		List<TcpProxy> proxies = new ArrayList<>();
		List<Map<String, Object>> properties = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			TcpProxy proxy = TcpProxy.to(this.servers.host(), this.servers.port());
			proxies.add(proxy);
			Map<String, Object> each = this.servers.applicationProperties("jedis");
			each.put("spring.data.redis.host", proxy.host());
			each.put("spring.data.redis.port", proxy.port());
			properties.add(each);
		}
		try (HistoryCheck check = new HistoryCheck(this.servers, folder, properties)) {
			check.breakThings("30s",
					List.of(check::killProcess, check::freezeProcess, this.servers.faults()::dropClients,
							this.servers.faults()::dropSubscribers, this.servers.faults()::flushScripts,
							() -> pauseRedis(check.aWhile().toMillis()),
							() -> heal(check, proxies.get(check.anyProcess()).latency(check.aWhile().dividedBy(8))),
							() -> heal(check, proxies.get(check.anyProcess()).blackHole()),
							() -> heal(check, proxies.get(check.anyProcess()).loseReplies()),
							() -> proxies.get(check.anyProcess()).cut()));
			History history = check.end();
			logger.info("%d holds, %s".formatted(history.holds().size(), history.counts()));
			assertThat(history.overlaps()).isEmpty();
			assertThat(history.unfencedOrder()).isEmpty();
			assertThat(history.sharedTokens()).isEmpty();
			check.assertNoStaleWrite(true);
			assertThat(history.holds()).hasSizeGreaterThan(100);
			assertThat(history.counts()).containsKeys("sql refused", "redis refused", "end EXPIRED");
		}
		finally {
			proxies.forEach(TcpProxy::close);
		}
	}

	private void pauseRedis(long millis) {
		this.servers.node(0).run((jedis) -> jedis.clientPause(millis, ClientPauseMode.ALL));
	}

	private static void heal(HistoryCheck check, Fault fault) {
		HistoryCheck.pause(check.aWhile());
		fault.heal();
	}

}
