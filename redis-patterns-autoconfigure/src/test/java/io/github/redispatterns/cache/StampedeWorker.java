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
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * A process with many threads that want the same values at once.
 */
public final class StampedeWorker {

	static final int KEYS = 5;

	private final TieredCache<String, String> cache;

	private final StringRedisTemplate redis;

	private final Set<String> values = new ConcurrentSkipListSet<>();

	private StampedeWorker(ConfigurableApplicationContext context) {
		this.cache = context.getBean(TieredCacheManager.class).cache("stampede", String.class, String.class);
		this.redis = context.getBean(StringRedisTemplate.class);
	}

	/**
	 * The key whose existence begins a round.
	 * @param round which round
	 * @param who process, 0 for all
	 * @return the key
	 */
	static String signal(int round, long who) {
		return "test:stampede:{go-" + round + "-" + who + "}:signal";
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
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(CoherentApp.class)
			.web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off")
			.run(Arrays.copyOfRange(arguments, 1, arguments.length))) {
			StampedeWorker worker = new StampedeWorker(context);
			worker.rush(1, Integer.parseInt(arguments[0]));
			worker.rush(2, Integer.parseInt(arguments[0]));
		}
	}

	private void rush(int round, int count) throws InterruptedException {
		CountDownLatch start = new CountDownLatch(1);
		List<Thread> threads = IntStream.range(0, count)
			.mapToObj((i) -> new Thread(() -> call(start, round, i)))
			.toList();
		threads.forEach(Thread::start);
		System.out.println("ready " + round);
		List<String> words = List.of(signal(round, 0), signal(round, ProcessHandle.current().pid()));
		while (this.redis.countExistingKeys(words) == 0) {
			LockSupport.parkNanos(1_000_000);
		}
		start.countDown();
		for (Thread thread : threads) {
			thread.join();
		}
		System.out.println("values %d %s".formatted(round, new TreeSet<>(this.values)));
		this.values.clear();
	}

	private void call(CountDownLatch start, int round, int thread) {
		try {
			start.await();
			for (int i = 0; i < KEYS; i++) {
				String key = round + "k" + (thread + i) % KEYS;
				this.values.add(key + "=" + this.cache.getOrLoad(key, this::load));
			}
		}
		catch (InterruptedException | RuntimeException ex) {
			System.out.println("failure " + ex);
		}
	}

	// what is loaded the first time by a process that is told to hang never comes
	private String load(String key) {
		Long execution = this.redis.opsForValue().increment(executions(key));
		String victim = this.redis.opsForValue().get("test:stampede:{victim}:pid");
		String pid = String.valueOf(ProcessHandle.current().pid());
		if (pid.equals(victim)) {
			System.out.println("loading " + key);
			LockSupport.park(this);
			return load(key);
		}
		LockSupport.parkNanos(100_000_000);
		return "value" + execution;
	}

}
