package io.github.redispatterns.consumer;

import java.time.Duration;
import java.time.Instant;

import net.javacrumbs.shedlock.core.DefaultLockingTaskExecutor;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockProvider;

import org.springframework.integration.support.locks.LockRegistry;

/**
 * Works under the locks of other libraries.
 */
public class Nightly {

	private final Runnable work;

	public Nightly(Runnable work) {
		this.work = work;
	}

	// tag::shedlock[]
	public void closeBooks(LockProvider locks) {
		new DefaultLockingTaskExecutor(locks).executeWithLock(this.work,
				new LockConfiguration(Instant.now(), "close-books", Duration.ofMinutes(10), Duration.ofSeconds(30)));
	}
	// end::shedlock[]

	// tag::integration[]
	public void deliver(LockRegistry<?> locks, String order) throws InterruptedException {
		locks.executeLocked(order, this.work::run);
	}
	// end::integration[]

}
