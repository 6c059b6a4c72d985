package io.github.redispatterns.benchmarks.lock;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.redispatterns.benchmarks.harness.Server;
import io.github.redispatterns.benchmarks.harness.Shop;
import io.github.redispatterns.lock.HeldLock;
import io.github.redispatterns.lock.LockMode;
import io.github.redispatterns.lock.LockRequest;
import io.github.redispatterns.lock.Locks;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * Ours, from applications that have nothing but the starter.
 */
final class Ours implements Locker {

	private static final Duration WAIT = Duration.ofMinutes(1);

	private final String name;

	private final List<ConfigurableApplicationContext> contexts;

	private final List<Locks> locks;

	private Ours(String name, Server server, String driver) {
		this.name = name;
		this.contexts = Stream.generate(() -> Shop.open(server.url(), driver, Map.of())).limit(INSTANCES).toList();
		this.locks = this.contexts.stream().map((context) -> context.getBean(Locks.class)).toList();
	}

	static Ours onJedis(Server server) {
		return new Ours("ours (Jedis)", server, "jedis");
	}

	static Ours onLettuce(Server server) {
		return new Ours("ours (Lettuce)", server, "lettuce");
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public boolean supports(Kind kind, boolean contended) {
		return kind == Kind.MUTEX;
	}

	@Override
	public Release lock(int instance, Kind kind, String key) throws Exception {
		LockRequest request = LockRequest.of("bench", key).withMode(LockMode.MUTEX).withWait(WAIT);
		HeldLock lock = this.locks.get(instance).lock(request);
		return lock::close;
	}

	@Override
	public void close() {
		this.contexts.forEach(ConfigurableApplicationContext::close);
	}

}
