package io.github.redispatterns.lock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.redispatterns.support.Aside;
import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.JvmProcess;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Locks while an application stops.
 */
@RedisTest
@RedisKeys({ "lock:owner", "lock:fence", "lock:waiters" })
class LockShutdownIT {

	private static final Log logger = LogFactory.getLog(LockShutdownIT.class);

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	RedisServers servers;

	@Test
	void aTerminatedProcessEndsItsWorkAndItsSuccessorGoesOn() throws Exception {
		int locks = 20;
		try (Instances next = Instances.start(1, HistoryWorker.App.class, properties("redis-patterns.lock.poll", "1m"));
				JvmProcess old = old(locks, 1000, "redis-patterns.drain", "30s")) {
			List<Aside<Long>> successors = new ArrayList<>();
			for (int i = 0; i < locks; i++) {
				LockRequest request = request(i).withWait(PATIENCE);
				successors.add(Aside.start(() -> {
					// the lease is 30 seconds and nobody looks for a minute
					HeldLock lock = locks(next).lock(request);
					long since = System.nanoTime();
					lock.close();
					return since;
				}));
			}
			for (int i = 0; i < locks; i++) {
				LockRequest request = request(i);
				Awaitility.await()
					.until(() -> !locks(next).inspect(request.name(), request.keys().get(0))
						.orElseThrow()
						.waiters()
						.isEmpty());
			}

			old.terminate();

			assertThat(old.awaitExit()).isEqualTo(143);
			for (int i = 0; i < locks; i++) {
				assertThat(locks(next).inspect("shutdown", "k" + i)
					.map((info) -> info.holders().get(0).instance())
					.orElse("nobody")).doesNotStartWith("old");
			}
			long longest = 0;
			for (int i = 0; i < locks; i++) {
				longest = Math.max(longest, successors.get(i).get() - released(old, i));
			}
			logger.info("%d locks handed over by a process that ends, each within %s".formatted(locks,
					Duration.ofNanos(longest)));
			assertThat(Duration.ofNanos(longest)).isLessThan(Duration.ofSeconds(5));
			assertThat(old.lines()).noneMatch((line) -> line.contains(" ERROR ") || line.contains(" WARN "));
		}
	}

	@Test
	void workThatHangsDoesNotKeepAProcessForEver() throws Exception {
		try (Instances next = Instances.start(1, HistoryWorker.App.class, properties());
				JvmProcess old = old(1, 3_600_000, "redis-patterns.drain", "1s")) {
			old.terminate();
			assertThat(old.awaitExit()).isEqualTo(143);
			assertThat(old.lines()).anyMatch((line) -> line.contains("1 locks or permits are still held after PT1S"));
			LockInfo left = locks(next).inspect("shutdown", "k0").orElseThrow();
			assertThat(left.holders()).singleElement()
				.satisfies((holder) -> assertThat(holder.remaining()).isBetween(Duration.ZERO, Duration.ofSeconds(30)));
		}
	}

	@Test
	void nobodyWaitsInAContextThatCloses() throws Exception {
		LockRequest request = request(0);
		try (Instances instances = Instances.start(2, HistoryWorker.App.class, properties());
				HeldLock held = instances.beans(Locks.class).get(0).lock(request)) {
			Locks closing = instances.beans(Locks.class).get(1);
			List<Aside<HeldLock>> waiters = Stream
				.generate(() -> Aside.start(() -> closing.lock(request.withWait(Duration.ofHours(1)))))
				.limit(5)
				.toList();
			List<CompletableFuture<HeldLock>> async = Stream
				.generate(() -> closing.lockAsync(request.withWait(Duration.ofHours(1))))
				.limit(100)
				.map(CompletionStage::toCompletableFuture)
				.toList();
			Awaitility.await().until(() -> waiters.stream().allMatch(Aside::isWaiting));
			Awaitility.await().until(() -> !held.isValid() || waiting(instances, request));

			instances.get(1).close();

			waiters.forEach((waiter) -> assertThatIllegalStateException().isThrownBy(waiter::get)
				.withMessageContaining("application stops"));
			async.forEach((future) -> assertThatExceptionOfType(ExecutionException.class)
				.isThrownBy(() -> future.get(30, TimeUnit.SECONDS)));
			assertThatIllegalStateException().isThrownBy(() -> closing.lock(LockRequest.of("shutdown", "new")))
				.withMessage("Lock 'shutdown' is not taken: the application stops");
			assertThat(held.isValid()).isTrue();
		}
	}

	@Test
	void whoHoldsSomethingMayTakeMoreUntilItsWorkIsDone() throws Exception {
		try (Instances instances = Instances.start(1, HistoryWorker.App.class, properties())) {
			HeldLock outer = locks(instances).lock(request(0));
			Aside<Boolean> closed = Aside.start(() -> {
				instances.get(0).close();
				return true;
			});
			Awaitility.await().until(() -> refused(locks(instances)));
			try (HeldLock inner = locks(instances).lock(request(1))) {
				assertThat(inner.isValid()).isTrue();
				assertThat(outer.isValid()).isTrue();
			}
			outer.close();
			assertThat(closed.get()).isTrue();
			assertThat(this.servers.client().exists("test:lock:{shutdown:k0}:owner", "test:lock:{shutdown:k1}:owner"))
				.isZero();
		}
	}

	@Test
	void everythingWorksAgainAfterARestart() throws Exception {
		try (Instances instances = Instances.start(2, HistoryWorker.App.class, properties())) {
			locks(instances).lock(request(0)).close();
			instances.get(0).stop();
			assertThatIllegalStateException().isThrownBy(() -> locks(instances).lock(request(0)));
			instances.get(0).start();

			long before = connections();
			for (int i = 0; i < 50; i++) {
				locks(instances).lock(request(0)).close();
			}
			assertThat(connections() - before).as("connections are held again").isLessThan(10);

			LockRequest request = request(0).withLease(Duration.ofSeconds(3));
			HeldLock held = instances.beans(Locks.class).get(1).lock(request);
			Aside<HeldLock> waiter = Aside.start(() -> locks(instances).lock(request.withWait(PATIENCE)));
			Awaitility.await().until(() -> waiting(instances, request));
			held.close();
			try (HeldLock lock = waiter.get()) {
				Duration part = Duration.ofMillis(2500);
				Awaitility.await().until(() -> lock.remaining().compareTo(part) < 0);
				Awaitility.await("is renewed").until(() -> lock.remaining().compareTo(part) > 0);
				assertThat(lock.isValid()).isTrue();
			}
		}
	}

	private long connections() {
		return this.servers.node(0)
			.call((jedis) -> jedis.info("stats")
				.lines()
				.filter((line) -> line.startsWith("total_connections_received:"))
				.mapToLong((line) -> Long.parseLong(line.substring(line.indexOf(':') + 1)))
				.sum());
	}

	private static boolean refused(Locks locks) throws Exception {
		try {
			return Aside.call(() -> {
				locks.lock(LockRequest.of("shutdown", "other")).close();
				return false;
			});
		}
		catch (IllegalStateException ex) {
			return true;
		}
	}

	private static boolean waiting(Instances instances, LockRequest request) {
		return instances.beans(Locks.class)
			.get(0)
			.inspect(request.name(), request.keys().get(0))
			.map((info) -> !info.waiters().isEmpty())
			.orElse(false);
	}

	private static long released(JvmProcess process, int number) {
		String begin = "release k" + number + " ";
		return Long.parseLong(process.awaitLine((line) -> line.startsWith(begin)).substring(begin.length()));
	}

	private JvmProcess old(int locks, int work, String... more) {
		Stream<String> properties = Stream.of(Instances.arguments(properties(more)));
		JvmProcess process = JvmProcess.start(ShutdownWorker.class,
				Stream.concat(Stream.of(Integer.toString(locks), Integer.toString(work)), properties)
					.toArray(String[]::new));
		Awaitility.await("start of " + process)
			.atMost(PATIENCE)
			.until(() -> process.lines().contains("holds " + locks));
		return process;
	}

	private Map<String, Object> properties(String... more) {
		Map<String, Object> properties = this.servers.applicationProperties("jedis");
		for (int i = 0; i < more.length; i += 2) {
			properties.put(more[i], more[i + 1]);
		}
		return properties;
	}

	private static LockRequest request(int number) {
		return LockRequest.of("shutdown", "k" + number);
	}

	private static Locks locks(Instances instances) {
		return instances.beans(Locks.class).get(0);
	}

}
