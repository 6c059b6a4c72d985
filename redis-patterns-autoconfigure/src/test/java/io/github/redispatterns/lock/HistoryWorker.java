package io.github.redispatterns.lock;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import io.github.redispatterns.internal.KernelAutoConfiguration;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * A process that takes locks, writes under them and says what it believed, until it is
 * ended.
 */
public final class HistoryWorker {

	static final int KEYS = 4;

	static final Duration LEASE = Duration.ofMillis(1500);

	private static final int THREADS = 5;

	private static final AtomicLong HOLDS = new AtomicLong();

	private final Locks locks;

	private final StringRedisTemplate redis;

	private final String database;

	private final FileOutputStream out;

	private final Random random = new Random();

	private HistoryWorker(ConfigurableApplicationContext context, String database, Path file) throws IOException {
		this.locks = context.getBean(Locks.class);
		this.redis = context.getBean(StringRedisTemplate.class);
		this.database = database;
		this.out = new FileOutputStream(file.toFile());
	}

	/**
	 * Work.
	 * @param arguments the database, the file to write to, and properties
	 * @throws Exception if it cannot start
	 */
	public static void main(String[] arguments) throws Exception {
		System.out.println("clock " + System.nanoTime());
		String[] properties = Arrays.copyOfRange(arguments, 2, arguments.length);
		ConfigurableApplicationContext context = new SpringApplicationBuilder(App.class).web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off", "redis-patterns.drain=5s")
			.run(properties);
		HistoryWorker worker = new HistoryWorker(context, arguments[0], Path.of(arguments[1]));
		for (int i = 0; i < THREADS; i++) {
			boolean sleepy = i == 0;
			Thread thread = new Thread(() -> worker.run(sleepy));
			thread.setDaemon(true);
			thread.start();
		}
		System.out.println("ready");
		Thread.currentThread().join();
	}

	static String key(int number) {
		return "k" + number;
	}

	private void run(boolean sleepy) {
		try (GuardedResources resources = new GuardedResources(this.database)) {
			while (true) {
				try {
					once(resources, sleepy);
				}
				catch (RuntimeException | SQLException ex) {
					say("failure " + what(ex));
					pause(20);
				}
			}
		}
		catch (InterruptedException | SQLException ex) {
			System.out.println("stopped " + ex);
		}
	}

	private static String what(Exception ex) {
		String name = ex.getClass().getSimpleName();
		return (ex instanceof IllegalStateException)
				? name + ":" + String.valueOf(ex.getMessage()).replaceAll("\\W+", "_") : name;
	}

	private void once(GuardedResources resources, boolean sleepy) throws InterruptedException, SQLException {
		String key = key(this.random.nextInt(KEYS));
		LockRequest request = LockRequest.of("h", key).withWait(Duration.ofMillis(this.random.nextInt(2000)));
		request = sleepy ? request.withFixedLease(LEASE.dividedBy(5)) : request.withLease(LEASE);
		long sent = System.nanoTime();
		if (!(this.locks.tryLock(request) instanceof Acquisition.Acquired acquired)) {
			say("busy " + key);
			return;
		}
		String id = ProcessHandle.current().pid() + "-" + HOLDS.incrementAndGet();
		HeldLock lock = acquired.lock();
		say("hold %s %s %d %d".formatted(id, key, lock.fence(), sent));
		try {
			if (sleepy) {
				oversleep(resources, id, key, lock);
			}
			else {
				work(resources, id, key, lock);
			}
		}
		finally {
			close(lock);
		}
	}

	private void work(GuardedResources resources, String id, String key, HeldLock lock) throws SQLException {
		boolean careless = this.random.nextInt(4) == 0;
		boolean slow = this.random.nextInt(8) == 0;
		for (int i = this.random.nextInt(3); i >= 0; i--) {
			boolean valid = look(id, lock);
			pause(this.random.nextInt(slow ? 500 : 10));
			if (valid || careless) {
				write(resources, key, lock.fence());
			}
			look(id, lock);
		}
	}

	/** Write long after the lease has ended, as after a pause that nobody notices. */
	private void oversleep(GuardedResources resources, String id, String key, HeldLock lock) throws SQLException {
		look(id, lock);
		write(resources, key, lock.fence());
		look(id, lock);
		pause(1000);
		look(id, lock);
		write(resources, key, lock.fence());
	}

	private boolean look(String id, HeldLock lock) {
		long before = System.nanoTime();
		boolean valid = lock.isValid();
		long after = System.nanoTime();
		if (valid) {
			say("valid %s %d %d".formatted(id, before, after));
		}
		return valid;
	}

	private void write(GuardedResources resources, String key, long token) throws SQLException {
		say("sql " + (resources.write(key, token) ? "taken" : "refused"));
		say("redis " + (GuardedResources.write(this.redis, key, token) ? "taken" : "refused"));
	}

	private void close(HeldLock lock) {
		try {
			lock.close();
			say("end released");
		}
		catch (LockLostException ex) {
			say("end " + ex.reason());
		}
	}

	private static void pause(int millis) {
		LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
	}

	/** One write per line, which survives the process. */
	private void say(String line) {
		try {
			this.out.write((line + " .\n").getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** No more than it needs, so that it starts fast. */
	@ImportAutoConfiguration({ DataRedisAutoConfiguration.class, KernelAutoConfiguration.class,
			LockAutoConfiguration.class })
	static class App {

	}

}
