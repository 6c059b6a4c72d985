package io.github.redispatterns.lock.jdbc;

import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

import io.github.redispatterns.PatternConfigurationException;
import io.github.redispatterns.lock.Fence;
import io.github.redispatterns.lock.Passage;
import io.github.redispatterns.lock.StaleFenceException;
import io.github.redispatterns.support.Aside;
import io.github.redispatterns.support.Rivals;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Transactions that only the present holder of a lock can commit, on a database whose
 * transactions abort as those of PostgreSQL do.
 */
class JdbcFencingGuardTests {

	private JdbcConnectionPool pool;

	private JdbcTemplate jdbc;

	private TransactionTemplate transaction;

	private JdbcFencingGuard guard;

	@BeforeEach
	void createTables() {
		this.pool = JdbcConnectionPool.create("jdbc:h2:mem:fence;LOCK_TIMEOUT=20000", "sa", "");
		this.pool.setMaxConnections(20);
		AbortingTransactions source = new AbortingTransactions(this.pool);
		this.jdbc = new JdbcTemplate(source);
		this.transaction = new TransactionTemplate(new JdbcTransactionManager(source));
		this.jdbc.execute(
				"create table redis_patterns_fence" + " (resource varchar(255) primary key, token bigint not null)");
		this.jdbc.execute("create table ledger (id bigint generated always as identity, resource varchar(1000),"
				+ " token bigint)");
		this.guard = new JdbcFencingGuard(this.jdbc, "redis_patterns_fence");
	}

	@AfterEach
	void dropAll() {
		this.jdbc.execute("drop all objects");
		this.pool.dispose();
	}

	@Test
	void theHolderWritesAgainAndAgain() {
		write(new Fence("order", "42", 5));
		write(new Fence("order", "42", 5));
		write(new Fence("order", "42", 7));
		write(new Fence("order", "43", 1));

		assertThat(ledger("order:42")).containsExactly(5L, 5L, 7L);
		assertThat(ledger("order:43")).containsExactly(1L);
	}

	@Test
	void aStaleWriterIsRolledBackWithAllThatItWrote() {
		write(new Fence("order", "42", 7));
		Fence stale = new Fence("order", "42", 6);

		assertThatExceptionOfType(StaleFenceException.class).isThrownBy(() -> inTransaction(() -> {
			this.jdbc.update("insert into ledger (resource, token) values ('before', 6)");
			this.guard.pass(stale);
			return null;
		})).withMessage("Fencing token 6 for 'order:42' is stale: 7 was seen");

		assertThat(ledger("before")).isEmpty();
		assertThat(this.<Passage>inTransaction(() -> this.guard.tryPass(stale))).isEqualTo(new Passage.Stale(stale, 7));
	}

	@Test
	void aTokenIsForgottenWithItsTransaction() {
		write(new Fence("order", "", 5));
		this.transaction.executeWithoutResult((status) -> {
			this.guard.pass(new Fence("order", "", 9));
			status.setRollbackOnly();
		});
		write(new Fence("order", "", 6));

		assertThat(ledger("order")).containsExactly(5L, 6L);
	}

	@Test
	void aNewHolderWaitsForTheTransactionOfTheOldOne() throws Exception {
		write(new Fence("order", "", 5));
		CountDownLatch passed = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		Aside<Void> old = Aside.start(() -> inTransaction(() -> {
			this.guard.pass(new Fence("order", "", 6));
			passed.countDown();
			await(goOn);
			this.jdbc.update("insert into ledger (resource, token) values ('order', 6)");
			return null;
		}));
		await(passed);
		Aside<Void> next = Aside.start(() -> {
			write(new Fence("order", "", 7));
			return null;
		});
		goOn.countDown();
		old.get();
		next.get();

		assertThat(ledger("order")).containsExactly(5L, 6L, 7L);
	}

	@Test
	void itRefusesToWorkWithoutATransaction() {
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> this.guard.pass(new Fence("order", "", 5)))
			.withMessageContaining("No transaction to fence for 'order'");
	}

	@Test
	void twoFirstWritersAtOnceBothPassInOrder() {
		for (int n = 0; n < 50; n++) {
			String name = "first" + n;
			List<Passage> passages = Rivals.race(4, (i) -> attempt(new Fence(name, "", 1 + i)));

			assertThat(passages.get(3)).isInstanceOf(Passage.Passed.class);
			assertThat(ledger(name)).isSorted().endsWith(4L);
		}
	}

	@Test
	void acceptedTokensNeverDecreaseInAThousandRandomHistories() {
		for (int seed = 0; seed < 1000; seed++) {
			Random random = new Random(seed);
			long highest = 0;
			for (int step = 0; step < 8; step++) {
				Fence fence = new Fence("history", Integer.toString(seed), 1 + random.nextInt(8));
				Passage expected = (fence.token() >= highest) ? new Passage.Passed(fence)
						: new Passage.Stale(fence, highest);
				assertThat(attempt(fence)).as("history %d", seed).isEqualTo(expected);
				highest = Math.max(highest, fence.token());
			}
			assertThat(ledger("history:" + seed)).as("history %d", seed).isSorted();
		}
	}

	@Test
	void acceptedTokensNeverDecreaseUnderConcurrency() {
		List<Integer> refused = Rivals.race(6, (i) -> {
			Random random = new Random(i);
			int stale = 0;
			for (int n = 0; n < 50; n++) {
				stale += (attempt(new Fence("busy", "", 1 + n + random.nextInt(30))) instanceof Passage.Stale) ? 1 : 0;
			}
			return stale;
		});
		int all = refused.stream().mapToInt(Integer::intValue).sum();

		assertThat(ledger("busy")).isSorted().hasSize(300 - all);
		assertThat(all).isPositive();
	}

	@Test
	void longNamesAreDigested() {
		String key = "k".repeat(250);
		write(new Fence("order".repeat(10), key, 5));

		assertThat(attempt(new Fence("order".repeat(10), key, 4))).isInstanceOf(Passage.Stale.class);
		assertThat(attempt(new Fence("order".repeat(10), key + "k", 4))).isInstanceOf(Passage.Passed.class);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "fence; drop table x", "1fence", "a.b.c.d", "fence\"", "fen ce", "a..b" })
	void namesWhatIsNoTable(String table) {
		assertThatExceptionOfType(PatternConfigurationException.class)
			.isThrownBy(() -> new JdbcFencingGuard(this.jdbc, table))
			.withMessageContaining("'table' is \"" + table + "\" but must be a name of letters");
		assertThatExceptionOfType(PatternConfigurationException.class)
			.isThrownBy(() -> new JdbcFencingProperties(table))
			.withMessageContaining("redis-patterns.lock.jdbc.table");
	}

	private void write(Fence fence) {
		attempt(fence).orThrow();
	}

	private Passage attempt(Fence fence) {
		return inTransaction(() -> {
			Passage passage = this.guard.tryPass(fence);
			if (passage instanceof Passage.Passed) {
				this.jdbc.update("insert into ledger (resource, token) values (?, ?)", fence.resource(), fence.token());
			}
			return passage;
		});
	}

	private <T> T inTransaction(Supplier<T> work) {
		return this.transaction.execute((status) -> work.get());
	}

	private List<Long> ledger(String resource) {
		return this.jdbc.queryForList("select token from ledger where resource = ? order by id", Long.class, resource);
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
