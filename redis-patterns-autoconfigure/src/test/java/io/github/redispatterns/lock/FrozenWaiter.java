package io.github.redispatterns.lock;

import java.time.Duration;
import java.util.Arrays;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A process that waits for a fair lock as soon as somebody else has it, and prints its
 * token when it has it.
 */
public final class FrozenWaiter {

	private FrozenWaiter() {
	}

	/**
	 * Wait.
	 * @param arguments name of the lock, nothing, properties of the application
	 * @throws Exception if the lock cannot be had
	 */
	public static void main(String[] arguments) throws Exception {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.run(Arrays.copyOfRange(arguments, 2, arguments.length))) {
			Locks locks = context.getBean(Locks.class);
			LockRequest request = LockRequest.of(arguments[0]).withMode(LockMode.FAIR).withWait(Duration.ofMinutes(1));
			System.out.println("ready");
			while (locks.inspect(arguments[0]).isEmpty()) {
				Thread.onSpinWait();
			}
			try (HeldLock lock = locks.lock(request)) {
				System.out.println(lock.fence());
			}
		}
	}

	@EnableAutoConfiguration
	static class Application {

	}

}
