package io.github.redispatterns.internal;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.annotation.EnableScheduling;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What works under locks ends before they do, and they before their connections.
 */
class StopPhaseTests {

	@Test
	void leasesStopAfterWorkAndBeforeConnections() {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(App.class)
			.web(WebApplicationType.SERVLET)
			.run("--server.port=0", "--spring.main.banner-mode=off", "--spring.data.redis.client-type=jedis",
					"--spring.threads.virtual.enabled=false")) {
			Map<String, SmartLifecycle> lifecycles = context.getBeansOfType(SmartLifecycle.class);

			for (String working : List.of("webServerGracefulShutdown", "webServerStartStop", "applicationTaskExecutor",
					"taskScheduler")) {
				assertThat(lifecycles).containsKey(working);
				assertThat(lifecycles.get(working).getPhase()).as(working).isGreaterThan(StopPhase.WAITING);
			}
			assertThat(context.getBean("redisPatternsLockRoom", WaitingRoom.class).getPhase())
				.isGreaterThan(context.getBean(LeaseKeeper.class).getPhase());
			assertThat(List.of(StopPhase.WAITING, StopPhase.LEASES, StopPhase.WORKERS, StopPhase.WAKE_UPS,
					StopPhase.BACKGROUND, StopPhase.DRIVER, lifecycles.get("redisConnectionFactory").getPhase()))
				.isSortedAccordingTo((one, other) -> Integer.compare(other, one))
				.doesNotHaveDuplicates();
		}
	}

	@EnableAutoConfiguration
	@EnableScheduling
	static class App {

	}

}
