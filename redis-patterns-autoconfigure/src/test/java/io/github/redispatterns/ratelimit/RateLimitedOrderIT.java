package io.github.redispatterns.ratelimit;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What runs before what when several annotations are on one method.
 */
@RedisTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@RedisKeys({ "ratelimit:tat", "ratelimit:holds", "ratelimit:table" })
class RateLimitedOrderIT {

	private RedisServers servers;

	private Instances instances;

	private Diary diary;

	private Work work;

	@BeforeAll
	void start() {
		Map<String, Object> properties = this.servers.applicationProperties("jedis");
		properties.put("spring.cache.type", "simple");
		properties.put("spring.datasource.generate-unique-name", true);
		properties.put("redis-patterns.ratelimit.refusals.size", 0);
		this.instances = Instances.start(1, App.class, properties);
		this.diary = this.instances.beans(Diary.class).get(0);
		this.work = this.instances.beans(Work.class).get(0);
	}

	@AfterAll
	void stop() {
		this.instances.close();
	}

	@BeforeEach
	void beginANewPage() {
		this.diary.entries.clear();
		this.diary.threads.clear();
	}

	@Test
	void refusesBeforeATransactionBegins() {
		this.work.inTransaction("ada");
		assertThat(this.diary.entries).containsExactly("limit", "begin", "work", "commit");
		beginANewPage();

		assertThatExceptionOfType(RateLimitExceededException.class).isThrownBy(() -> this.work.inTransaction("ada"));
		assertThat(this.diary.entries).containsExactly("limit");
	}

	@Test
	void learnsTheOutcomeAfterTheTransaction() {
		assertThatIllegalStateException().isThrownBy(() -> this.work.failInTransaction("ada"));

		assertThat(this.diary.entries).containsExactly("limit", "begin", "work", "rollback", "outcome");
	}

	@Test
	void limitsCallsThatACacheAnswers() {
		assertThat(this.work.cached("ada")).isEqualTo("for ada");
		assertThat(this.work.cached("ada")).isEqualTo("for ada");

		assertThatExceptionOfType(RateLimitExceededException.class).isThrownBy(() -> this.work.cached("ada"));
		assertThat(this.diary.entries).containsExactly("limit", "work", "limit", "limit");
	}

	@Test
	void decidesWhereAnAsynchronousMethodRuns() {
		String caller = Thread.currentThread().getName();

		assertThat(this.work.elsewhere("ada")).succeedsWithin(Duration.ofSeconds(20))
			.satisfies((thread) -> assertThat(this.diary.threads).containsOnly(thread).doesNotContain(caller));
		assertThat(this.work.elsewhere("ada")).failsWithin(Duration.ofSeconds(20))
			.withThrowableThat()
			.withCauseInstanceOf(RateLimitExceededException.class);

		assertThat(this.diary.entries).containsExactly("limit", "work", "limit");
	}

	/** What happened, in order. */
	public static class Diary implements TransactionExecutionListener {

		final List<String> entries = new CopyOnWriteArrayList<>();

		final List<String> threads = new CopyOnWriteArrayList<>();

		public String limit(String key) {
			this.entries.add("limit");
			this.threads.add(Thread.currentThread().getName());
			return key;
		}

		public boolean outcome() {
			this.entries.add("outcome");
			return true;
		}

		@Override
		public void beforeBegin(TransactionExecution transaction) {
			this.entries.add("begin");
		}

		@Override
		public void afterCommit(TransactionExecution transaction, Throwable failure) {
			this.entries.add("commit");
		}

		@Override
		public void afterRollback(TransactionExecution transaction, Throwable failure) {
			this.entries.add("rollback");
		}

	}

	/** Methods with a limit and something else. */
	public static class Work {

		private final Diary diary;

		private final JdbcClient jdbc;

		Work(Diary diary, JdbcClient jdbc) {
			this.diary = diary;
			this.jdbc = jdbc;
		}

		@Transactional
		@RateLimited(limit = 1, period = "1h", key = "@diary.limit(#who)")
		public void inTransaction(String who) {
			this.jdbc.sql("select 1").query().singleValue();
			this.diary.entries.add("work");
		}

		@Transactional
		@RateLimited(limit = 1, period = "1h", key = "@diary.limit(#who)", countWhen = "@diary.outcome()")
		public void failInTransaction(String who) {
			this.diary.entries.add("work");
			throw new IllegalStateException("failed");
		}

		@Cacheable("work")
		@RateLimited(limit = 2, period = "1h", key = "@diary.limit(#who)")
		public String cached(String who) {
			this.diary.entries.add("work");
			return "for " + who;
		}

		@Async
		@RateLimited(limit = 1, period = "1h", key = "@diary.limit(#who)")
		public CompletableFuture<String> elsewhere(String who) {
			this.diary.entries.add("work");
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

	}

}
