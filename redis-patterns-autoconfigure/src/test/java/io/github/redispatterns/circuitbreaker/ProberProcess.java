package io.github.redispatterns.circuitbreaker;

import java.util.concurrent.CountDownLatch;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;

/**
 * Another JVM: takes all permits of a half-open breaker and is killed while it probes.
 */
public final class ProberProcess {

	static final String PROBING = "probing ";

	private ProberProcess() {
	}

	public static void main(String[] arguments) throws InterruptedException {
		CircuitBreaker breaker = new SpringApplicationBuilder(CircuitBreakersContract.App.class)
			.web(WebApplicationType.NONE)
			.run(arguments)
			.getBean(CircuitBreakers.class)
			.get(CircuitBreakerProberIT.NAME, CircuitBreakerProberIT.CONFIG);
		int probes = 0;
		while (probes < CircuitBreakerProberIT.CONFIG.probing().permittedCalls()) {
			if (breaker.tryAcquire() instanceof Permission.Permitted permitted) {
				if (permitted.probe().isEmpty()) {
					breaker.released(permitted);
				}
				else {
					probes++;
				}
			}
			Thread.onSpinWait();
		}
		System.out.println(PROBING + probes);
		new CountDownLatch(1).await();
	}

}
