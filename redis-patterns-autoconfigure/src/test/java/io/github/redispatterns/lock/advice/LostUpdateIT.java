package io.github.redispatterns.lock.advice;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.redispatterns.lock.DistributedLock;
import io.github.redispatterns.lock.DistributedLock.Release;
import io.github.redispatterns.lock.Locks;
import io.github.redispatterns.support.Aside;
import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.Rivals;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A number in a database that instances read, add to and write back: right when the lock
 * surrounds the transaction, wrong when the transaction surrounds the lock.
 */
@RedisTest
@RedisKeys({ "lock:owner", "lock:fence", "lock:waiters" })
class LostUpdateIT {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private RedisServers servers;

	@Test
	void noUpdateIsLostWhenTheLockSurroundsTheTransaction() {
		try (Instances instances = Instances.start(2, App.class, properties("fail"))) {
			List<Counter> counters = instances.beans(Counter.class);
			counters.get(0).create();
			Rivals.race(6, PATIENCE, (number) -> {
				for (int i = 0; i < 15; i++) {
					counters.get(number % 2).add();
				}
				return true;
			});
			assertThat(counters.get(1).value()).isEqualTo(90);
		}
	}

	@Test
	void anUpdateIsLostWhenTheTransactionSurroundsTheLock() throws Exception {
		try (Instances instances = Instances.start(2, Misordered.class, properties("off"))) {
			List<Counter> counters = instances.beans(Counter.class);
			counters.get(0).create();

			assertThat(interleave(counters, () -> counters.get(1).read().await())).isEqualTo(1);
		}
	}

	@Test
	void theSameInterleavingLosesNothingInTheRightOrder() throws Exception {
		try (Instances instances = Instances.start(2, App.class, properties("fail"))) {
			List<Counter> counters = instances.beans(Counter.class);
			counters.get(0).create();

			Locks locks = instances.beans(Locks.class).get(0);
			assertThat(interleave(counters,
					() -> Awaitility.await().until(() -> !locks.inspect("counter").orElseThrow().waiters().isEmpty())))
				.isEqualTo(2);
		}
	}

	// the first one has written and is about to commit when the second one comes
	private static int interleave(List<Counter> counters, Moment secondIsThere) throws Exception {
		CountDownLatch written = new CountDownLatch(1);
		CountDownLatch mayCommit = new CountDownLatch(1);
		Aside<Boolean> first = Aside.start(() -> {
			counters.get(0).addSlowly(written, mayCommit);
			return true;
		});
		written.await();
		Aside<Boolean> second = Aside.start(() -> {
			counters.get(1).addAfterReading();
			return true;
		});
		secondIsThere.await();
		mayCommit.countDown();
		first.get();
		second.get();
		return counters.get(0).value();
	}

	private Map<String, Object> properties(String lint) {
		Map<String, Object> properties = this.servers.applicationProperties("jedis");
		properties.put("spring.datasource.url", "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
		properties.put("redis-patterns.lint", lint);
		return properties;
	}

	/** Something to wait for. */
	@FunctionalInterface
	interface Moment {

		void await() throws Exception;

	}

	/** A number in a database. */
	static class Counter {

		private final CountDownLatch read = new CountDownLatch(1);

		private final JdbcClient jdbc;

		Counter(JdbcClient jdbc) {
			this.jdbc = jdbc;
		}

		CountDownLatch read() {
			return this.read;
		}

		void create() {
			this.jdbc.sql("create table counter (n int not null)").update();
			this.jdbc.sql("insert into counter values (0)").update();
		}

		int value() {
			return this.jdbc.sql("select n from counter").query(Integer.class).single();
		}

		@Transactional
		@DistributedLock(name = "counter", waitTime = "50s", release = Release.AFTER_METHOD)
		void add() {
			write(value() + 1);
		}

		@Transactional
		@DistributedLock(name = "counter", waitTime = "20s", release = Release.AFTER_METHOD)
		void addSlowly(CountDownLatch written, CountDownLatch mayCommit) {
			write(value() + 1);
			TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

				@Override
				public void beforeCommit(boolean readOnly) {
					written.countDown();
					await(mayCommit);
				}

			});
		}

		@Transactional
		@DistributedLock(name = "counter", waitTime = "20s", release = Release.AFTER_METHOD)
		void addAfterReading() {
			int value = value();
			this.read.countDown();
			write(value + 1);
		}

		private void write(int value) {
			this.jdbc.sql("update counter set n = ?").param(value).update();
		}

		private static void await(CountDownLatch latch) {
			try {
				assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

	@EnableAutoConfiguration
	static class App {

		@Bean
		Counter counter(JdbcClient jdbc) {
			return new Counter(jdbc);
		}

	}

	/** What a user gets who lets transactions be outermost, without our proof. */
	@EnableAutoConfiguration
	@EnableTransactionManagement(order = 0, proxyTargetClass = true)
	static class Misordered {

		@Bean
		Counter counter(JdbcClient jdbc) {
			return new Counter(jdbc);
		}

	}

}
