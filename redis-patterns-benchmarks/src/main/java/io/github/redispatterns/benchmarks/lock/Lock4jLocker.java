package io.github.redispatterns.benchmarks.lock;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.baomidou.lock.LockInfo;
import com.baomidou.lock.LockTemplate;
import com.baomidou.lock.executor.RedisTemplateLockExecutor;
import com.baomidou.lock.spring.boot.autoconfigure.Lock4jProperties;
import io.github.redispatterns.benchmarks.harness.Server;
import io.github.redispatterns.benchmarks.harness.Shop;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * Lock4j's template on Spring's Redis template, which waits by looking every 100 ms.
 */
final class Lock4jLocker implements Locker {

	private static final long LEASE = 30_000;

	private static final long WAIT = 60_000;

	private final List<ConfigurableApplicationContext> contexts;

	private final List<LockTemplate> templates;

	Lock4jLocker(Server server) {
		this.contexts = Stream.generate(() -> Shop.open(server.url(), "jedis", Map.of("redis-patterns.enabled", false)))
			.limit(INSTANCES)
			.toList();
		this.templates = this.contexts.stream().map(Lock4jLocker::template).toList();
	}

	private static LockTemplate template(ConfigurableApplicationContext context) {
		Lock4jProperties properties = new Lock4jProperties();
		LockTemplate template = new LockTemplate();
		template.setProperties(properties);
		template.setExecutors(
				List.of(new RedisTemplateLockExecutor(context.getBean(StringRedisTemplate.class), properties)));
		try {
			template.afterPropertiesSet();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
		return template;
	}

	@Override
	public String name() {
		return "Lock4j";
	}

	@Override
	public boolean supports(Kind kind, boolean contended) {
		return kind == Kind.MUTEX;
	}

	@Override
	public Release lock(int instance, Kind kind, String key) {
		LockTemplate template = this.templates.get(instance);
		LockInfo lock = template.lock("lock4j:" + key, LEASE, WAIT);
		if (lock == null) {
			throw new IllegalStateException("Not within " + WAIT + " ms");
		}
		return () -> template.releaseLock(lock);
	}

	@Override
	public void close() {
		this.contexts.forEach(ConfigurableApplicationContext::close);
	}

}
