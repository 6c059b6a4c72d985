package io.github.redispatterns.cache;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * A process with many threads that call a cached method at once.
 */
public final class StampedeWorker {

	/** All want one value, and the method returns when all of them wait for it. */
	static final String HELD = "held";

	/** Several values, each of which some want first and some want last. */
	static final String FREE = "free";

	/** The same, and what the victim began to load never comes. */
	static final String KILLED = "killed";

	private static final int MANY = 5;

	private final Catalogue catalogue;

	private final StringRedisTemplate redis;

	private final Set<String> values = new ConcurrentSkipListSet<>();

	private StampedeWorker(ConfigurableApplicationContext context) {
		this.catalogue = context.getBean(Catalogue.class);
		this.redis = context.getBean(StringRedisTemplate.class);
	}

	static List<String> keys(String round) {
		return IntStream.range(0, round.equals(HELD) ? 1 : MANY).mapToObj((i) -> round + i).toList();
	}

	/**
	 * The key whose existence begins or ends something.
	 * @param what what begins or ends
	 * @return the key
	 */
	static String signal(String what) {
		return "test:stampede:{" + what + "}:signal";
	}

	static String executions(String key) {
		return "test:stampede:{" + key + "}:executions";
	}

	/**
	 * Start, wait for the word, and rush.
	 * @param arguments the number of threads, and properties
	 * @throws Exception if something failed
	 */
	public static void main(String[] arguments) throws Exception {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(App.class)
			.web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off")
			.run(Arrays.copyOfRange(arguments, 1, arguments.length))) {
			StampedeWorker worker = new StampedeWorker(context);
			for (String round : List.of(HELD, FREE, KILLED)) {
				worker.rush(round, Integer.parseInt(arguments[0]));
			}
		}
	}

	private void rush(String round, int count) throws InterruptedException {
		CountDownLatch start = new CountDownLatch(1);
		CountDownLatch entered = new CountDownLatch(count);
		List<Thread> threads = IntStream.range(0, count)
			.mapToObj((i) -> new Thread(() -> call(start, entered, round, i)))
			.toList();
		threads.forEach(Thread::start);
		System.out.println("ready " + round);
		awaitSignal(this.redis, round, round + ProcessHandle.current().pid());
		start.countDown();
		if (round.equals(HELD)) {
			entered.await();
			while (!threads.stream().allMatch(StampedeWorker::isWaiting)) {
				LockSupport.parkNanos(1_000_000);
			}
			System.out.println("waiting");
		}
		for (Thread thread : threads) {
			thread.join();
		}
		System.out.println("values %s %s".formatted(round, new TreeSet<>(this.values)));
		this.values.clear();
	}

	private static boolean isWaiting(Thread thread) {
		return switch (thread.getState()) {
			case WAITING, TIMED_WAITING -> true;
			default -> false;
		};
	}

	private static void awaitSignal(StringRedisTemplate redis, String... anyOf) {
		List<String> words = Arrays.stream(anyOf).map(StampedeWorker::signal).toList();
		while (redis.countExistingKeys(words) == 0) {
			LockSupport.parkNanos(1_000_000);
		}
	}

	private void call(CountDownLatch start, CountDownLatch entered, String round, int thread) {
		List<String> keys = keys(round);
		try {
			start.await();
			entered.countDown();
			for (int i = 0; i < keys.size(); i++) {
				String key = keys.get((thread + i) % keys.size());
				this.values.add(key + "=" + this.catalogue.find(key));
			}
		}
		catch (InterruptedException | RuntimeException ex) {
			System.out.println("failure " + ex);
		}
	}

	/** An application as any other. */
	@EnableCaching
	@Import(CoherentApp.class)
	static class App {

		@Bean
		Catalogue catalogue(StringRedisTemplate redis) {
			return new Catalogue(redis);
		}

	}

	/** What is expensive to find. */
	public static class Catalogue {

		private final StringRedisTemplate redis;

		Catalogue(StringRedisTemplate redis) {
			this.redis = redis;
		}

		@Cacheable("stampede")
		public String find(String key) {
			Long execution = this.redis.opsForValue().increment(executions(key));
			if (key.startsWith(HELD)) {
				awaitSignal(this.redis, "release");
			}
			if (key.startsWith(KILLED) && isVictim()) {
				System.out.println("loading " + key);
				awaitSignal(this.redis, "never");
			}
			LockSupport.parkNanos(100_000_000);
			return "value" + execution;
		}

		private boolean isVictim() {
			return Boolean.TRUE.equals(this.redis.hasKey(signal(KILLED + ProcessHandle.current().pid())));
		}

	}

}
