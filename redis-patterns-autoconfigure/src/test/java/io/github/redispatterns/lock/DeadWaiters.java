package io.github.redispatterns.lock;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContext;

/**
 * A process in which many instances wait for a fair lock, until it is killed.
 * <p>
 * One application is one contender however many of its threads wait, so each of these
 * waits under another name.
 */
public final class DeadWaiters {

	private DeadWaiters() {
	}

	/**
	 * Wait.
	 * @param arguments name of the lock, how many wait, properties of the application
	 */
	public static void main(String[] arguments) throws InterruptedException {
		ApplicationContext context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.run(Arrays.copyOfRange(arguments, 2, arguments.length));
		List<Contender> waiters = new ArrayList<>();
		for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
			waiters.add(Contender.of(context, LockMode.FAIR, arguments[0], "doomed" + i));
		}
		if (waiters.stream().noneMatch(Contender::look)) {
			System.out.println("all wait");
		}
		new CountDownLatch(1).await();
	}

	@EnableAutoConfiguration
	static class Application {

	}

}
