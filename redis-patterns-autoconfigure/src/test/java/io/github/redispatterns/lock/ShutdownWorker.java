package io.github.redispatterns.lock;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;

/**
 * A process that holds locks, and whose work under them goes on for a while after it was
 * told to end.
 */
public final class ShutdownWorker {

	private ShutdownWorker() {
	}

	/**
	 * Hold locks.
	 * @param arguments how many, milliseconds of work that are left when it is told to
	 * end, and properties
	 * @throws Exception if it cannot start
	 */
	public static void main(String[] arguments) throws Exception {
		int count = Integer.parseInt(arguments[0]);
		int work = Integer.parseInt(arguments[1]);
		CountDownLatch told = new CountDownLatch(1);
		ConfigurableApplicationContext context = new SpringApplicationBuilder(HistoryWorker.App.class)
			.web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off", "redis-patterns.instance=old")
			.listeners((ApplicationListener<ContextClosedEvent>) (event) -> told.countDown())
			.run(Arrays.copyOfRange(arguments, 2, arguments.length));
		Locks locks = context.getBean(Locks.class);
		for (int i = 0; i < count; i++) {
			String key = "k" + i;
			HeldLock lock = locks.lock(LockRequest.of("shutdown", key));
			Thread thread = new Thread(() -> work(lock, key, told, work));
			thread.setDaemon(true);
			thread.start();
		}
		System.out.println("holds " + count);
		Thread.currentThread().join();
	}

	private static void work(HeldLock lock, String key, CountDownLatch told, int millis) {
		try {
			told.await();
			new CountDownLatch(1).await(millis + lock.fence() % 500, TimeUnit.MILLISECONDS);
			System.out.println("release " + key + " " + System.nanoTime());
			lock.close();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
