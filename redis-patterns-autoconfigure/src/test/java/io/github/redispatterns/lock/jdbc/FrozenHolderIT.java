package io.github.redispatterns.lock.jdbc;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.redispatterns.lock.Fence;
import io.github.redispatterns.lock.FencedStore;
import io.github.redispatterns.lock.HeldLock;
import io.github.redispatterns.lock.LockRequest;
import io.github.redispatterns.lock.Locks;
import io.github.redispatterns.lock.StaleFenceException;
import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.JvmProcess;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import org.awaitility.Awaitility;
import org.h2.tools.Server;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process that stands still for longer than its lease and then writes as if nothing had
 * happened: Redis and the database refuse it.
 */
@RedisTest
@RedisKeys({ "lock:owner", "lock:fence", "lock:waiters", "lock:guard", "lock:value" })
class FrozenHolderIT {

	private static final LockRequest REQUEST = LockRequest.of("order", "42").withLease(Duration.ofSeconds(2));

	private static final Duration HOUR = Duration.ofHours(1);

	RedisServers servers;

	@Test
	void whatItWritesLateIsRefusedInRedisAndRolledBackInSql() throws Exception {
		Server database = Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
		try (ConfigurableApplicationContext context = run(arguments(database.getPort()))) {
			JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
			jdbc.execute(
					"create table redis_patterns_fence (resource varchar(255) primary key, token bigint not null)");
			jdbc.execute("create table ledger (writer varchar(255))");
			jdbc.execute("create table thawed (id bigint)");

			try (JvmProcess holder = JvmProcess.start(Holder.class, arguments(database.getPort()))) {
				holder.awaitLine("held"::equals);
				holder.freeze();
				Locks locks = context.getBean(Locks.class);
				try (HeldLock lock = locks.lock(REQUEST.withWait(Duration.ofSeconds(30)))) {
					write(context, lock, "new");
					jdbc.update("insert into thawed values (1)");
					holder.thaw();
					holder.awaitLine("done"::equals);
				}
				assertThat(holder.lines()).contains("redis refused", "sql refused", "valid false")
					.doesNotContain("redis took it", "sql took it");
			}
			assertThat(context.getBean(FencedStore.class).value("total", "order", "42")).contains("new");
			assertThat(jdbc.queryForList("select writer from ledger", String.class)).isEqualTo(List.of("new"));
		}
		finally {
			database.stop();
		}
	}

	private String[] arguments(int port) {
		Map<String, Object> properties = this.servers.applicationProperties("jedis");
		properties.put("spring.datasource.url", "jdbc:h2:tcp://localhost:" + port + "/mem:frozen;DB_CLOSE_DELAY=-1");
		return Instances.arguments(properties);
	}

	private static ConfigurableApplicationContext run(String[] arguments) {
		return new SpringApplicationBuilder(App.class).web(WebApplicationType.NONE).run(arguments);
	}

	private static void write(ConfigurableApplicationContext context, HeldLock lock, String writer) {
		context.getBean(FencedStore.class).set(Fence.of(lock), "total", writer, HOUR);
		writeToSql(context, lock, writer);
	}

	private static void writeToSql(ConfigurableApplicationContext context, HeldLock lock, String writer) {
		new TransactionTemplate(context.getBean(PlatformTransactionManager.class)).executeWithoutResult((status) -> {
			context.getBean(JdbcTemplate.class).update("insert into ledger values (?)", writer);
			context.getBean(JdbcFencingGuard.class).pass(lock);
		});
	}

	@EnableAutoConfiguration
	static class App {

	}

	/** The process that stands still. */
	public static final class Holder {

		private Holder() {
		}

		public static void main(String[] arguments) throws Exception {
			try (ConfigurableApplicationContext context = run(arguments)) {
				HeldLock lock = context.getBean(Locks.class).lock(REQUEST);
				JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
				System.out.println("held");
				Awaitility.await()
					.atMost(Duration.ofMinutes(2))
					.until(() -> !jdbc.queryForList("select id from thawed").isEmpty());
				print("redis", () -> context.getBean(FencedStore.class).set(Fence.of(lock), "total", "old", HOUR));
				print("sql", () -> writeToSql(context, lock, "old"));
				System.out.println("valid " + lock.isValid());
				System.out.println("done");
			}
		}

		private static void print(String where, Runnable write) {
			try {
				write.run();
				System.out.println(where + " took it");
			}
			catch (StaleFenceException ex) {
				System.out.println(where + " refused");
			}
		}

	}

}
