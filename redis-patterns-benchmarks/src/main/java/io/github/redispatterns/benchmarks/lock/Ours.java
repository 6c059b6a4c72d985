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
import io.github.redispatterns.semaphore.Permit;
import io.github.redispatterns.semaphore.PermitRequest;
import io.github.redispatterns.semaphore.Semaphores;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * Ours, from applications that have nothing but the starter.
 */
final class Ours implements Locker {

	private static final Duration WAIT = Duration.ofMinutes(1);

	private static final Map<String, Object> PERMITS = Map.of("redis-patterns.semaphore.named.bench.permits",
			Kind.PERMITS);

	private final String name;

	private final List<ConfigurableApplicationContext> contexts;

	private final List<Locks> locks;

	private final List<Semaphores> semaphores;

	private Ours(String name, Server server, String driver) {
		this.name = name;
		this.contexts = Stream.generate(() -> Shop.open(server.url(), driver, PERMITS)).limit(INSTANCES).toList();
		this.locks = this.contexts.stream().map((context) -> context.getBean(Locks.class)).toList();
		this.semaphores = this.contexts.stream().map((context) -> context.getBean(Semaphores.class)).toList();
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
		return true;
	}

	@Override
	public Release lock(int instance, Kind kind, String key) throws Exception {
		if (kind == Kind.SEMAPHORE) {
			Permit permit = this.semaphores.get(instance).acquire(PermitRequest.of("bench", key).withWait(WAIT));
			return permit::close;
		}
		HeldLock lock = this.locks.get(instance)
			.lock(LockRequest.of(name(kind), key).withMode(mode(kind)).withWait(WAIT));
		return lock::close;
	}

	private static String name(Kind kind) {
		return switch (kind) {
			case FAIR -> "fair";
			case READ, WRITE -> "file";
			default -> "bench";
		};
	}

	private static LockMode mode(Kind kind) {
		return switch (kind) {
			case FAIR -> LockMode.FAIR;
			case READ -> LockMode.READ;
			case WRITE -> LockMode.WRITE;
			default -> LockMode.MUTEX;
		};
	}

	@Override
	public void close() {
		this.contexts.forEach(ConfigurableApplicationContext::close);
	}

}
