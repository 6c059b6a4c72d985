package io.github.redispatterns.lock.advice;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.redispatterns.lock.Acquisition;
import io.github.redispatterns.lock.DistributedLock;
import io.github.redispatterns.lock.DistributedLock.OnLost;
import io.github.redispatterns.lock.DistributedLock.Release;
import io.github.redispatterns.lock.HeldLock;
import io.github.redispatterns.lock.LockLostException;
import io.github.redispatterns.lock.LockRequest;
import io.github.redispatterns.lock.Locks;
import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What a lock surrounds when several annotations are on one method.
 */
@RedisTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@RedisKeys({ "lock:owner", "lock:fence", "lock:waiters" })
@ExtendWith(OutputCaptureExtension.class)
class LockOrderIT {

	private RedisServers servers;

	private Instances instances;

	private Diary diary;

	private Work work;

	private TransactionTemplate transactions;

	private JdbcClient jdbc;

	@BeforeAll
	void start() {
		Map<String, Object> properties = this.servers.applicationProperties("jedis");
		properties.put("spring.cache.type", "simple");
		properties.put("spring.datasource.generate-unique-name", true);
		this.instances = Instances.start(2, App.class, properties);
		this.diary = bean(Diary.class);
		this.work = bean(Work.class);
		this.transactions = bean(TransactionTemplate.class);
		this.jdbc = bean(JdbcClient.class);
		this.jdbc.sql("create table entry (text varchar(20))").update();
		this.diary.rival = this.instances.beans(Locks.class).get(1);
	}

	@AfterAll
	void stop() {
		this.instances.close();
	}

	@BeforeEach
	void beginANewPage() {
		this.diary.entries.clear();
	}

	@Test
	void surroundsTheTransactionOfTheMethod() {
		this.work.inTransaction();

		assertThat(this.diary.entries).containsExactly("begin held", "work held", "commit held");
		assertThat(this.diary.isHeld()).isFalse();
	}

	@Test
	void surroundsTheRollback() {
		assertThatIllegalStateException().isThrownBy(this.work::failInTransaction).withMessage("failed");

		assertThat(this.diary.entries).containsExactly("begin held", "work held", "rollback held");
		assertThat(this.diary.isHeld()).isFalse();
	}

	@Test
	void isHeldUntilATransactionAroundTheCallHasEnded() {
		this.transactions.executeWithoutResult((status) -> {
			this.diary.follow();
			this.work.locked();
			this.diary.write("between");
		});

		assertThat(this.diary.entries).containsExactly("begin free", "work held", "between held", "completed held",
				"commit free");
		assertThat(this.diary.isHeld()).isFalse();
	}

	@Test
	void isHeldUntilATransactionAroundTheCallWasRolledBack() {
		this.transactions.executeWithoutResult((status) -> {
			this.diary.follow();
			this.work.locked();
			status.setRollbackOnly();
		});

		assertThat(this.diary.entries).containsExactly("begin free", "work held", "completed held", "rollback free");
		assertThat(this.diary.isHeld()).isFalse();
	}

	@Test
	void isHeldByTheOuterTransactionThroughNestedCalls() {
		this.transactions.executeWithoutResult((status) -> {
			this.diary.follow();
			this.work.locked();
			this.work.locked();
			this.work.inTransaction();
			this.diary.write("between");
		});

		assertThat(this.diary.entries).containsExactly("begin free", "work held", "work held", "work held",
				"between held", "completed held", "commit free");
		assertThat(this.diary.isHeld()).isFalse();
	}

	@Test
	void warnsOnceWhenItIsGivenBackBeforeTheCommit(CapturedOutput output) {
		for (int i = 0; i < 2; i++) {
			this.transactions.executeWithoutResult((status) -> this.work.early());
		}

		assertThat(this.diary.entries).containsExactly("begin free", "work held", "commit free", "begin free",
				"work held", "commit free");
		assertThat(output).containsOnlyOnce(
				"@DistributedLock on Work.early() gives its lock back before the transaction around it has ended");
		assertThat(bean(MeterRegistry.class).get("redis.patterns.lock.early.releases").tag("name", "work").counter())
			.satisfies((counter) -> assertThat(counter.count()).isEqualTo(2));
	}

	@Test
	void refusesACallWithoutTheTransactionThatItWaitsFor() {
		assertThatIllegalStateException().isThrownBy(this.work::late)
			.withMessage("@DistributedLock on Work.late() is to hold its lock until a transaction has ended, but is"
					+ " called without one");
		this.transactions.executeWithoutResult((status) -> {
			this.diary.follow();
			this.work.late();
		});

		assertThat(this.diary.entries).containsExactly("begin free", "work held", "completed held", "commit free");
	}

	@Test
	void nothingIsCommittedAfterTheLockWasLost() {
		assertThatExceptionOfType(LockLostException.class)
			.isThrownBy(() -> this.transactions.executeWithoutResult((status) -> {
				HeldLock lock = this.work.insert("one", null);
				this.diary.takeAway();
				assertThat(lock.verify()).isFalse();
			}));

		assertThat(this.diary.entries).contains("rollback free");
		assertThat(count("one")).isZero();
	}

	@Test
	void aLossInsideOfTheTransactionAroundTheCallRollsItBack() {
		assertThatExceptionOfType(LockLostException.class)
			.isThrownBy(() -> this.transactions.executeWithoutResult((status) -> this.work.insertAndLose("two", null)));

		assertThat(count("two")).isZero();
	}

	@Test
	void whoeverOnlyWantsTheEventCommits() {
		this.transactions.executeWithoutResult((status) -> this.work.insertAndLoseAnyway("three", null));

		assertThat(count("three")).isEqualTo(1);
	}

	@Test
	void isTakenForEveryCallThatACacheAnswers() throws Exception {
		assertThat(this.work.cached("ada")).isEqualTo("for ada");
		assertThat(this.diary.entries).containsExactly("work held");
		try (HeldLock lock = this.diary.rival.lock(LockRequest.of("work"))) {
			assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> this.work.cached("ada"))
				.withMessageContaining("Lock 'work' is held by");
			assertThat(lock.isValid()).isTrue();
		}
		assertThat(this.work.cached("ada")).isEqualTo("for ada");
		assertThat(this.diary.entries).hasSize(1);
	}

	@Test
	void isHeldWhereAnAsynchronousMethodRuns() {
		String caller = Thread.currentThread().getName();

		assertThat(this.work.elsewhere()).succeedsWithin(Duration.ofSeconds(20)).isNotEqualTo(caller);
		assertThat(this.diary.entries).containsExactly("work held");
	}

	private int count(String text) {
		return this.jdbc.sql("select count(*) from entry where text = ?").param(text).query(Integer.class).single();
	}

	private <T> T bean(Class<T> type) {
		return this.instances.beans(type).get(0);
	}

	/** What happened, in order, and whether the lock was held then. */
	public static class Diary implements TransactionExecutionListener {

		final List<String> entries = new CopyOnWriteArrayList<>();

		Locks rival;

		void write(String entry) {
			this.entries.add(entry + (isHeld() ? " held" : " free"));
		}

		boolean isHeld() {
			try {
				Acquisition acquisition = this.rival.tryLock(LockRequest.of("work"));
				if (acquisition instanceof Acquisition.Acquired acquired) {
					acquired.lock().close();
				}
				return acquisition instanceof Acquisition.Busy;
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

		/** Write when the present transaction was committed or rolled back. */
		void follow() {
			TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

				@Override
				public int getOrder() {
					return 0;
				}

				@Override
				public void afterCompletion(int status) {
					write("completed");
				}

			});
		}

		void takeAway() {
			assertThat(this.rival.forceRelease("a test", "work")).isTrue();
		}

		@Override
		public void beforeBegin(TransactionExecution transaction) {
			write("begin");
		}

		@Override
		public void afterCommit(TransactionExecution transaction, Throwable failure) {
			write("commit");
		}

		@Override
		public void afterRollback(TransactionExecution transaction, Throwable failure) {
			write("rollback");
		}

	}

	/** Methods with a lock and something else. */
	public static class Work {

		private final Diary diary;

		private final JdbcClient jdbc;

		Work(Diary diary, JdbcClient jdbc) {
			this.diary = diary;
			this.jdbc = jdbc;
		}

		@Transactional
		@DistributedLock(name = "work")
		public void inTransaction() {
			this.diary.write("work");
		}

		@Transactional
		@DistributedLock(name = "work")
		public void failInTransaction() {
			this.diary.write("work");
			throw new IllegalStateException("failed");
		}

		@DistributedLock(name = "work")
		public void locked() {
			this.diary.write("work");
		}

		@DistributedLock(name = "work", release = Release.AFTER_METHOD)
		public void early() {
			this.diary.write("work");
		}

		@DistributedLock(name = "work", release = Release.AFTER_COMPLETION)
		public void late() {
			this.diary.write("work");
		}

		@DistributedLock(name = "work")
		public HeldLock insert(String text, HeldLock lock) {
			insertNow(text);
			return lock;
		}

		@DistributedLock(name = "work")
		public void insertAndLose(String text, HeldLock lock) {
			insertNow(text);
			this.diary.takeAway();
			assertThat(lock.verify()).isFalse();
		}

		@DistributedLock(name = "work", onLost = OnLost.EVENT)
		public void insertAndLoseAnyway(String text, HeldLock lock) {
			insertNow(text);
			this.diary.takeAway();
			assertThat(lock.verify()).isFalse();
		}

		private void insertNow(String text) {
			this.jdbc.sql("insert into entry values (?)").param(text).update();
		}

		@Cacheable("work")
		@DistributedLock(name = "work")
		public String cached(String who) {
			this.diary.write("work");
			return "for " + who;
		}

		@Async
		@DistributedLock(name = "work")
		public CompletableFuture<String> elsewhere() {
			this.diary.write("work");
			return CompletableFuture.completedFuture(Thread.currentThread().getName());
		}

	}

	@EnableAutoConfiguration
	@EnableCaching
	@EnableAsync
	static class App {

		@Bean
		Diary diary() {
			return new Diary();
		}

		@Bean
		Work work(Diary diary, JdbcClient jdbc) {
			return new Work(diary, jdbc);
		}

		@Bean
		TransactionTemplate transactions(PlatformTransactionManager manager) {
			return new TransactionTemplate(manager);
		}

		@Bean
		MeterRegistry meters() {
			return new SimpleMeterRegistry();
		}

	}

}
