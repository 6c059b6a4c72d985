package io.github.redispatterns.semaphore;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.JvmProcess;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Permits of processes that die or stand still.
 */
@RedisTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@RedisKeys({ "semaphore:permits", "semaphore:config", "semaphore:waiters", "semaphore:queue", "pool:free",
		"pool:leased", "pool:holders", "pool:suspect", "pool:state", "pool:waiters" })
class SemaphoreProcessIT {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	RedisServers servers;

	private Instances instances;

	private Semaphores semaphores;

	@BeforeAll
	void start() {
		this.instances = Instances.start(App.class, List.of(properties()));
		this.semaphores = this.instances.beans(Semaphores.class).get(0);
	}

	private Map<String, Object> properties() {
		Map<String, Object> properties = this.servers.applicationProperties("jedis");
		properties.put("redis-patterns.semaphore.lease", "3s");
		properties.put("redis-patterns.semaphore.named.shared.permits", "2");
		properties.put("redis-patterns.semaphore.pools.ports.items", "1");
		return properties;
	}

	@AfterAll
	void stop() {
		this.instances.close();
	}

	// madelson SemaphoreCoreTestCases: cross-process kill
	@Test
	void whatAKilledProcessHadComesBackWithItsLease() throws Exception {
		try (JvmProcess holder = holder()) {
			assertThat(this.semaphores.snapshot("shared").inUse()).isEqualTo(2);
			holder.kill();
			try (Permit both = this.semaphores.acquire(PermitRequest.of("shared").withWeight(2).withWait(PATIENCE))) {
				assertThat(both.isValid()).isTrue();
			}
			ResourcePool ports = this.instances.beans(ResourcePools.class).get(0).pool("ports");
			try (LeasedItem item = ports.lease(PATIENCE)) {
				assertThat(item.item()).isEqualTo("1");
			}
		}
	}

	@Test
	void whoStoodStillLearnsOfItsLossFromItsFirstCheck() throws Exception {
		assumeThat(Files.exists(Path.of("/proc/self/stat"))).isTrue();
		try (JvmProcess holder = holder()) {
			holder.freeze();
			try (Permit both = this.semaphores.acquire(PermitRequest.of("shared").withWeight(2).withWait(PATIENCE))) {
				holder.thaw();
				holder.awaitLine("valid false"::equals);
				assertThat(both.isValid()).isTrue();
			}
		}
	}

	@Test
	void aProcessThatIsToldToStopGivesBackWhatItHas() throws Exception {
		try (JvmProcess holder = holder("close")) {
			holder.terminate();
			assertThat(holder.awaitExit()).isEqualTo(143);
			assertThat(this.semaphores.snapshot("shared").inUse()).isZero();
		}
	}

	private JvmProcess holder(String... more) {
		List<String> arguments = new ArrayList<>(List.of(more));
		properties().forEach((name, value) -> arguments.add("--" + name + "=" + value));
		JvmProcess process = JvmProcess.start(Holder.class, arguments.toArray(String[]::new));
		process.awaitLine("held"::equals);
		return process;
	}

	public static final class Holder {

		private Holder() {
		}

		public static void main(String[] arguments) throws InterruptedException {
			ConfigurableApplicationContext context = new SpringApplicationBuilder(App.class)
				.web(WebApplicationType.NONE)
				.run(arguments);
			Permit permit = context.getBean(Semaphores.class).acquire(PermitRequest.of("shared").withWeight(2));
			LeasedItem item = context.getBean(ResourcePools.class).pool("ports").lease();
			if (arguments[0].equals("close")) {
				Thread closer = new Thread(() -> {
					permit.close();
					item.close();
				});
				Runtime.getRuntime().addShutdownHook(closer);
			}
			System.out.println("held");
			Awaitility.await().forever().until(() -> !permit.isValid());
			System.out.println("valid false");
		}

	}

	@EnableAutoConfiguration
	static class App {

	}

}
