package io.github.redispatterns.lock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.redispatterns.support.Aside;
import io.github.redispatterns.support.CommandCounter;
import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.JvmProcess;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.Rivals;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What deadlock detection costs and when it says nothing.
 */
@RedisTest
@RedisKeys({ "lock:owner", "lock:fence", "lock:waiters", "lock:wait" })
class DeadlockDetectionIT {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private RedisServers servers;

	@Test
	void realProcessesFindTheirDeadlock() {
		List<JvmProcess> parties = new ArrayList<>();
		try {
			for (int i = 0; i < 3; i++) {
				JvmProcess party = JvmProcess.start(Party.class, this.servers.host(),
						String.valueOf(this.servers.port()), String.valueOf(i));
				parties.add(party);
				party.awaitLine("MAIN"::equals);
				party.awaitLine("UP"::equals);
			}
			List<String> ends = parties.stream()
				.map((party) -> party.awaitLine((line) -> line.startsWith("END ")))
				.toList();
			assertThat(ends).filteredOn((end) -> end.startsWith("END deadlock")).singleElement().satisfies((end) -> {
				for (int i = 0; i < 3; i++) {
					assertThat(end).contains("instance party-" + i + "-", "waits for lock 'jvm:" + i + "'");
				}
			});
			assertThat(ends).filteredOn((end) -> end.equals("END acquired")).hasSize(2);
			parties.forEach(JvmProcess::awaitExit);
		}
		finally {
			parties.forEach(JvmProcess::close);
		}
	}

	@Test
	void locksInOneOrderAreNeverTakenForADeadlock() {
		AtomicInteger waits = new AtomicInteger();
		try (Instances instances = start(3, Map.of("redis-patterns.lock.deadlock-detection.check-after", "10ms"))) {
			List<Locks> locks = instances.beans(Locks.class);
			Rivals.race(9, Duration.ofMinutes(2), (i) -> {
				Random random = new Random(i);
				for (int n = 0; n < 40; n++) {
					int low = random.nextInt(5);
					int high = low + 1 + random.nextInt(5 - low);
					try (HeldLock first = locks.get(i % 3).lock(wait(low));
							HeldLock second = locks.get(i % 3).lock(wait(high))) {
						work(Duration.ofMillis(random.nextInt(30)));
						assertThat(first.isValid() && second.isValid()).isTrue();
						waits.incrementAndGet();
					}
				}
				return i;
			});
		}
		assertThat(waits).hasValue(360);
	}

	@Test
	void whoGivesUpInTimeLeavesNothingBehind() throws Exception {
		try (Instances instances = start(2, Map.of("redis-patterns.lock.deadlock-detection.check-after", "20ms"))) {
			List<Locks> locks = instances.beans(Locks.class);
			try (HeldLock one = locks.get(0).lock(LockRequest.of("chain", "1"));
					HeldLock two = locks.get(1).lock(LockRequest.of("chain", "2"))) {
				Aside<Acquisition> waiter = Aside.start(() -> {
					try (HeldLock three = locks.get(1).lock(LockRequest.of("chain", "3"))) {
						return locks.get(1).tryLock(LockRequest.of("chain", "1").withWait(Duration.ofSeconds(2)));
					}
				});
				Awaitility.await().until(() -> !this.servers.client().keys("test:lock:*:wait").isEmpty());
				assertThat(waiter.get()).isInstanceOf(Acquisition.Busy.class);
				assertThat(this.servers.client().keys("test:lock:*:wait")).isEmpty();
				assertThat(one.isValid() && two.isValid()).isTrue();
			}
		}
	}

	@Test
	void aShortWaitAndAWaitWithoutAnythingHeldCostNothing() throws Exception {
		try (Instances instances = start(2, Map.of("redis-patterns.lock.deadlock-detection.check-after", "100ms"))) {
			List<Locks> locks = instances.beans(Locks.class);
			HeldLock busy = locks.get(0).lock(wait(1));
			try (CommandCounter counter = CommandCounter.on(this.servers)) {
				Acquisition refused = Aside
					.call(() -> locks.get(1).tryLock(LockRequest.of("order", "1").withWait(Duration.ofMillis(500))));
				assertThat(refused).isInstanceOf(Acquisition.Busy.class);
				try (HeldLock other = locks.get(1).lock(wait(2))) {
					Acquisition quick = locks.get(1)
						.tryLock(LockRequest.of("order", "1").withWait(Duration.ofMillis(50)));
					assertThat(quick).isInstanceOf(Acquisition.Busy.class);
					assertThat(other.isValid()).isTrue();
				}
				assertThat(counter.counts().getOrDefault("get", 0L)).as("looks, and the release")
					.isLessThanOrEqualTo(4);
			}
			busy.close();
		}
	}

	@Test
	void itCanBeSwitchedOff() throws Exception {
		try (Instances instances = start(2, Map.of("redis-patterns.lock.deadlock-detection.check-after", "10ms",
				"redis-patterns.lock.deadlock-detection.enabled", "false"))) {
			List<Locks> locks = instances.beans(Locks.class);
			CyclicBarrier bothHold = new CyclicBarrier(2);
			List<Boolean> ends = Rivals.race(2, Duration.ofMinutes(1), (i) -> {
				try (HeldLock mine = locks.get(i).lock(wait(i))) {
					bothHold.await();
					Duration patience = (i == 0) ? Duration.ofMillis(300) : PATIENCE;
					Acquisition acquisition = locks.get(i).tryLock(wait(1 - i).withWait(patience));
					if (acquisition instanceof Acquisition.Acquired acquired) {
						acquired.lock().close();
						return true;
					}
					return false;
				}
			});
			assertThat(ends).containsExactly(false, true);
		}
	}

	@Test
	void theApplicationIsToldOfTheCycle() throws Exception {
		try (Instances instances = start(1, Map.of("redis-patterns.lock.deadlock-detection.check-after", "20ms"))) {
			Locks locks = instances.beans(Locks.class).get(0);
			CompletableFuture<LockEvent.DeadlockDetected> told = instances.beans(Ear.class).get(0).told;
			CyclicBarrier bothHold = new CyclicBarrier(2);
			List<Boolean> victims = Rivals.race(2, (i) -> {
				try (HeldLock mine = locks.lock(wait(i))) {
					bothHold.await();
					locks.lock(wait(1 - i)).close();
					return false;
				}
				catch (DeadlockDetectedException ex) {
					return true;
				}
			});
			assertThat(victims).containsExactlyInAnyOrder(true, false);
			assertThat(Aside.call(told::get).cycle()).hasSize(2);
		}
	}

	@Test
	void aSettingOutOfRangeIsNamed() {
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> start(1, Map.of("redis-patterns.lock.deadlock-detection.check-after", "1ms")))
			.havingRootCause()
			.withMessageContaining("redis-patterns.lock.deadlock-detection.check-after");
	}

	private static void work(Duration time) {
		long end = System.nanoTime() + time.toNanos();
		Awaitility.await()
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(5))
			.until(() -> System.nanoTime() >= end);
	}

	private static LockRequest wait(int key) {
		return LockRequest.of("order", String.valueOf(key)).withWait(PATIENCE);
	}

	private Instances start(int count, Map<String, ?> more) {
		Map<String, Object> properties = this.servers.applicationProperties("jedis");
		properties.putAll(more);
		return Instances.start(App.class, IntStream.range(0, count).mapToObj((i) -> properties).toList());
	}

	@EnableAutoConfiguration
	static class App {

		@Bean
		Ear ear() {
			return new Ear();
		}

	}

	static class Ear {

		private final CompletableFuture<LockEvent.DeadlockDetected> told = new CompletableFuture<>();

		@EventListener
		void tell(LockEvent.DeadlockDetected event) {
			this.told.complete(event);
		}

	}

	/** One process of a circle of three. */
	public static final class Party {

		private Party() {
		}

		public static void main(String[] arguments) throws Exception {
			System.out.println("MAIN");
			int number = Integer.parseInt(arguments[2]);
			try (ConfigurableApplicationContext context = new SpringApplicationBuilder(App.class)
				.web(WebApplicationType.NONE)
				.run("--spring.data.redis.host=" + arguments[0], "--spring.data.redis.port=" + arguments[1],
						"--spring.data.redis.client-type=jedis", "--redis-patterns.namespace=test",
						"--redis-patterns.instance=party-" + number)) {
				System.out.println("UP");
				Locks locks = context.getBean(Locks.class);
				System.out.println("END " + run(locks, number, String.valueOf((number + 1) % 3)));
			}
		}

		private static String run(Locks locks, int number, String next) throws Exception {
			try (HeldLock mine = locks.lock(LockRequest.of("jvm", String.valueOf(number)))) {
				Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> allHold(locks));
				locks.lock(LockRequest.of("jvm", next).withWait(PATIENCE)).close();
				return "acquired";
			}
			catch (DeadlockDetectedException ex) {
				return "deadlock " + ex.getMessage();
			}
		}

		private static boolean allHold(Locks locks) {
			return Stream.of("0", "1", "2").allMatch((key) -> locks.inspect("jvm", key).isPresent());
		}

	}

}
