package io.github.redispatterns.consumer;

import io.github.redispatterns.lock.DistributedLock;
import io.github.redispatterns.lock.HeldLock;
import io.github.redispatterns.lock.jdbc.JdbcFencingGuard;

import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.annotation.Transactional;

/**
 * Writes to a database under a lock.
 */
public class Bills {

	private final JdbcFencingGuard guard;

	private final JdbcOperations jdbc;

	public Bills(JdbcFencingGuard guard, JdbcOperations jdbc) {
		this.guard = guard;
		this.jdbc = jdbc;
	}

	// tag::pay[]
	@Transactional
	@DistributedLock(name = "order", key = "#order")
	public void pay(String order, HeldLock lock) {
		this.guard.pass(lock);
		this.jdbc.update("update orders set paid = true where id = ?", order);
	}
	// end::pay[]

}
