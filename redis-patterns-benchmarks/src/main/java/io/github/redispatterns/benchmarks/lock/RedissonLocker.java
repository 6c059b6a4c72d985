package io.github.redispatterns.benchmarks.lock;

import java.util.List;
import java.util.stream.Stream;

import io.github.redispatterns.benchmarks.harness.Server;
import io.github.redispatterns.benchmarks.harness.Shop;
import org.redisson.Redisson;
import org.redisson.api.RLock;
import org.redisson.api.RSemaphore;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;

/**
 * Redisson's locks, renewed by its watchdog.
 */
final class RedissonLocker implements Locker {

	private final List<RedissonClient> clients;

	RedissonLocker(Server server) {
		this.clients = Stream.generate(() -> client(server)).limit(INSTANCES).toList();
	}

	private static RedissonClient client(Server server) {
		Config config = new Config();
		config.useSingleServer()
			.setAddress(server.url())
			.setConnectionPoolSize(Shop.CONNECTIONS)
			.setConnectionMinimumIdleSize(8);
		return Redisson.create(config);
	}

	@Override
	public String name() {
		return "Redisson";
	}

	@Override
	public boolean supports(Kind kind, boolean contended) {
		return true;
	}

	@Override
	public Release lock(int instance, Kind kind, String key) throws Exception {
		RedissonClient client = this.clients.get(instance);
		if (kind == Kind.SEMAPHORE) {
			RSemaphore semaphore = client.getSemaphore("redisson:semaphore:" + key);
			semaphore.trySetPermits(Kind.PERMITS);
			semaphore.acquire();
			return semaphore::release;
		}
		RLock lock = switch (kind) {
			case FAIR -> client.getFairLock("redisson:fair:" + key);
			case READ -> client.getReadWriteLock("redisson:rw:" + key).readLock();
			case WRITE -> client.getReadWriteLock("redisson:rw:" + key).writeLock();
			default -> client.getLock("redisson:lock:" + key);
		};
		lock.lock();
		return lock::unlock;
	}

	@Override
	public void close() {
		this.clients.forEach(RedissonClient::shutdown);
	}

}
