package io.github.redispatterns.consumer;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;

import io.github.redispatterns.lock.Durability;
import io.github.redispatterns.lock.Fence;
import io.github.redispatterns.lock.FencedStore;
import io.github.redispatterns.lock.HeldLock;
import io.github.redispatterns.lock.LockMode;
import io.github.redispatterns.lock.LockRequest;
import io.github.redispatterns.lock.Locks;

import org.springframework.stereotype.Service;

/**
 * A service that asks for locks of all kinds.
 */
@Service
public class Ledger {

	private final Locks locks;

	private final FencedStore store;

	public Ledger(Locks locks, FencedStore store) {
		this.locks = locks;
		this.store = store;
	}

	// tag::fair[]
	public void ticket(String counter) throws InterruptedException {
		LockRequest request = LockRequest.of("counter", counter)
			.withMode(LockMode.FAIR)
			.withWait(Duration.ofSeconds(10));
		try (HeldLock turn = this.locks.lock(request)) {
			serve(counter);
		}
	}
	// end::fair[]

	// tag::write[]
	public void reprice() throws InterruptedException {
		HeldLock read;
		try (HeldLock write = this.locks.lock(LockRequest.of("catalog").withMode(LockMode.WRITE))) {
			update();
			read = this.locks.lock(LockRequest.of("catalog").withMode(LockMode.READ));
		}
		try (read) {
			publish();
		}
	}
	// end::write[]

	// tag::several[]
	public void transfer(String from, String to) throws InterruptedException {
		LockRequest accounts = LockRequest.of("account", from, to).withWait(Duration.ofSeconds(5));
		LockRequest day = LockRequest.of("day").withWait(Duration.ofSeconds(5));
		try (HeldLock all = this.locks.lock(List.of(accounts, day))) {
			update();
		}
	}
	// end::several[]

	// tag::store[]
	public void total(String id, String total, Map<String, String> lines) throws InterruptedException {
		try (HeldLock lock = this.locks.lock(LockRequest.of("order", id))) {
			this.store.set(Fence.of(lock), "total", total, Duration.ofDays(1));
			this.store.put(Fence.of(lock), "lines", lines, Duration.ofDays(1));
		}
	}
	// end::store[]

	public void both(String id) {
		// tag::view[]
		Lock order = this.locks.asLock(LockRequest.of("order", id));
		ReadWriteLock prices = this.locks.asReadWriteLock("prices");
		// end::view[]
		order.lock();
		prices.readLock().lock();
		prices.readLock().unlock();
		order.unlock();
	}

	public HeldLock close() throws InterruptedException {
		// tag::quorum[]
		return this.locks.lock(LockRequest.of("ledger").withDurability(Durability.QUORUM));
		// end::quorum[]
	}

	private void serve(String counter) {
		this.store.value("served", "counter", counter);
	}

	private void update() {
		this.store.fields("lines", "catalog");
	}

	private void publish() {
		this.store.value("prices", "catalog");
	}

}
