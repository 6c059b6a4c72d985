package io.github.redispatterns.cache.write;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redispatterns.cache.CacheAutoConfiguration;
import io.github.redispatterns.cache.TieredCache;
import io.github.redispatterns.cache.TieredCacheManager;
import io.github.redispatterns.cache.write.Source.Stock;
import io.github.redispatterns.internal.KernelAutoConfiguration;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A process that writes to a cache, and behind it to a database, until it halts at a
 * chosen point of its work, or is killed.
 */
public final class CrashWorker {

	static final int KEYS = 40;

	private CrashWorker() {
	}

	/**
	 * Write.
	 * @param arguments number of the first round, and properties
	 * @throws Exception if it cannot start
	 */
	public static void main(String[] arguments) throws Exception {
		int round = Integer.parseInt(arguments[0]);
		ConfigurableApplicationContext context = new SpringApplicationBuilder(App.class).web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off", "redis-patterns.drain=5s")
			.run(Arrays.copyOfRange(arguments, 1, arguments.length));
		System.out.println("ready");
		TieredCache<String, Stock> stock = context.getBean(TieredCacheManager.class)
			.cache("stock", String.class, Stock.class);
		for (int i = round; i < Integer.MAX_VALUE; i++) {
			for (int key = 0; key < KEYS; key++) {
				say("begin " + key + " " + i);
				if (isDelete(key, i)) {
					stock.evict("k" + key);
				}
				else {
					stock.put("k" + key, new Stock(i));
				}
				say("done " + key + " " + i);
			}
		}
	}

	static boolean isDelete(int key, int round) {
		return (key + round) % 5 == 0;
	}

	private static void say(String line) {
		System.out.println(line);
		System.out.flush();
	}

	/** Writes to the table of stocks, and halts where it is told to. */
	record Database(JdbcTemplate jdbc, String halt, AtomicInteger calls) implements BatchCacheWriter<String, Stock> {

		@Override
		public String cache() {
			return "stock";
		}

		@Override
		public void writeAll(List<CacheChange<String, Stock>> changes) {
			boolean now = this.calls.incrementAndGet() == 3;
			haltIf(now && this.halt.equals("before"));
			for (int i = 0; i < changes.size(); i++) {
				haltIf(now && this.halt.equals("amid") && i == changes.size() / 2);
				write(changes.get(i));
			}
			haltIf(now && this.halt.equals("after"));
		}

		private void write(CacheChange<String, Stock> change) {
			Stock stock = change.value();
			// the row stays as a tombstone, so that a frozen instance cannot revive it
			this.jdbc.update("merge into stock s using (values (?, ?, ?)) v(id, amount, version) on s.id = v.id"
					+ " when matched and s.version < v.version then update set amount = v.amount, version = v.version"
					+ " when not matched then insert (id, amount, version) values (v.id, v.amount, v.version)",
					change.key(), (stock != null) ? stock.count() : null, change.version());
		}

		private static void haltIf(boolean condition) {
			if (condition) {
				// as kill -9: no hook runs
				Runtime.getRuntime().halt(137);
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DataRedisAutoConfiguration.class, KernelAutoConfiguration.class,
			CacheAutoConfiguration.class, CacheWriteAutoConfiguration.class, DataSourceAutoConfiguration.class,
			JdbcTemplateAutoConfiguration.class })
	static class App {

		@Bean
		Database database(JdbcTemplate jdbc, Environment environment) {
			return new Database(jdbc, environment.getProperty("halt", "never"), new AtomicInteger());
		}

	}

}
