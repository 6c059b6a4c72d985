package io.github.redispatterns.benchmarks.lock;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import io.github.redispatterns.benchmarks.harness.Server;
import io.github.redispatterns.benchmarks.harness.Shop;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.core.SimpleLock;
import net.javacrumbs.shedlock.provider.redis.spring.RedisLockProvider;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * ShedLock's provider with the release that compares. It never waits.
 */
final class ShedLocker implements Locker {

	private static final Duration LEASE = Duration.ofSeconds(30);

	private final ConfigurableApplicationContext context;

	private final LockProvider provider;

	ShedLocker(Server server) {
		this.context = Shop.open(server.url(), "jedis", Map.of("redis-patterns.enabled", false));
		this.provider = new RedisLockProvider.Builder(this.context.getBean(RedisConnectionFactory.class))
			.safeUpdate(true)
			.build();
	}

	@Override
	public String name() {
		return "ShedLock";
	}

	@Override
	public boolean supports(Kind kind, boolean contended) {
		return kind == Kind.MUTEX && !contended;
	}

	@Override
	public Release lock(int instance, Kind kind, String key) {
		String own = key + ":" + Thread.currentThread().getId();
		SimpleLock lock = this.provider.lock(new LockConfiguration(Instant.now(), own, LEASE, Duration.ZERO))
			.orElseThrow();
		return lock::unlock;
	}

	@Override
	public void close() {
		this.context.close();
	}

}
