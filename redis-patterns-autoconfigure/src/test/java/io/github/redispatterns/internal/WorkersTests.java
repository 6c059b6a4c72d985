package io.github.redispatterns.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import io.github.redispatterns.PatternConfigurationException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class WorkersTests {

	private static final Duration LONG = Duration.ofMinutes(1);

	private final CountDownLatch gate = new CountDownLatch(1);

	private final List<Workers> made = new ArrayList<>();

	@AfterEach
	void stop() {
		this.gate.countDown();
		this.made.forEach(Workers::stop);
	}

	@Test
	void runsOnDaemonThreadsOfItsName() throws Exception {
		Future<Thread> thread = workers(2, 1, LONG, false).submit(Thread::currentThread);

		assertThat(thread.get(30, TimeUnit.SECONDS)).satisfies((it) -> {
			assertThat(it.getName()).startsWith("redis-patterns-test-");
			assertThat(it.isDaemon()).isTrue();
		});
	}

	@Test
	void runsNoMoreTasksAtATimeThanItHasThreadsAndNamesTheLimit() throws Exception {
		Workers workers = workers(2, 3, LONG, false);
		Set<Thread> threads = ConcurrentHashMap.newKeySet();
		List<Future<Boolean>> results = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			results.add(workers.submit(() -> threads.add(Thread.currentThread()) && passGate()));
		}

		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> workers.execute(this::passGate))
			.withMessage("'redis-patterns-test' runs 2 tasks and has 3 waiting, which is the limit");
		Awaitility.await().until(() -> threads.size() == 2);
		this.gate.countDown();

		for (Future<Boolean> result : results) {
			result.get(30, TimeUnit.SECONDS);
		}
		assertThat(threads).hasSize(2);
	}

	@Test
	void aFailedTaskDoesNotStopTheNext() throws Exception {
		Workers workers = workers(1, 5, LONG, false);

		workers.execute(() -> {
			throw new IllegalStateException("expected by the test");
		});

		assertThat(workers.submit(() -> "next").get(30, TimeUnit.SECONDS)).isEqualTo("next");
	}

	@Test
	void letsTasksEndBeforeItHasStopped() throws Exception {
		Workers workers = workers(1, 5, LONG, false);
		Future<Boolean> running = workers.submit(this::passGate);
		Future<String> waiting = workers.submit(() -> "waited");
		CompletableFuture<Void> stop = CompletableFuture.runAsync(workers::stop);
		Awaitility.await().until(() -> !workers.isRunning());

		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> workers.submit(() -> "late"))
			.withMessageContaining("stopped");
		assertThat(stop).isNotDone();
		this.gate.countDown();

		stop.get(30, TimeUnit.SECONDS);
		assertThat(running).isDone();
		assertThat(waiting.get(0, TimeUnit.SECONDS)).isEqualTo("waited");
	}

	@Test
	void interruptsAndDropsWhatTakesTooLong() throws Exception {
		Workers workers = workers(1, 5, Duration.ofMillis(50), false);
		CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
		CountDownLatch began = new CountDownLatch(1);
		workers.execute(() -> {
			began.countDown();
			interrupted.complete(!passGate());
		});
		Future<Boolean> waiting = workers.submit(() -> true);
		assertThat(began.await(30, TimeUnit.SECONDS)).isTrue();

		workers.stop();

		assertThat(interrupted.get(30, TimeUnit.SECONDS)).isTrue();
		assertThat(waiting.isCancelled()).isTrue();
	}

	@Test
	void worksAgainAfterARestart() throws Exception {
		Workers workers = workers(1, 1, LONG, false);
		workers.submit(() -> true).get(30, TimeUnit.SECONDS);
		workers.stop();

		workers.start();

		assertThat(workers.submit(() -> true).get(30, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void itsThreadsAreGoneWhenIdle() throws Exception {
		Thread thread = workers(1, 1, LONG, false).submit(Thread::currentThread).get(30, TimeUnit.SECONDS);

		thread.join(30_000);

		assertThat(thread.isAlive()).isFalse();
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void virtualThreadsAreBoundedToo() throws Exception {
		Workers workers = workers(1, 1, LONG, true);
		Future<Thread> thread = workers.submit(() -> {
			passGate();
			return Thread.currentThread();
		});
		workers.execute(this::passGate);

		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> workers.execute(this::passGate))
			.withMessageContaining("runs 1 tasks");
		this.gate.countDown();

		assertThat(thread.get(30, TimeUnit.SECONDS)).satisfies((it) -> {
			assertThat(it.getName()).startsWith("redis-patterns-test-");
			assertThat(Thread.class.getMethod("isVirtual").invoke(it)).isEqualTo(true);
		});
	}

	@Test
	void refusesToBeNobody() {
		assertThatExceptionOfType(PatternConfigurationException.class).isThrownBy(() -> workers(0, 1, LONG, false))
			.withMessageContaining("threads");
		assertThatExceptionOfType(PatternConfigurationException.class).isThrownBy(() -> workers(1, 0, LONG, false))
			.withMessageContaining("waiting");
	}

	private Workers workers(int threads, int waiting, Duration grace, boolean virtual) {
		Workers workers = new Workers("redis-patterns-test", threads, waiting, grace, virtual);
		this.made.add(workers);
		return workers;
	}

	private boolean passGate() {
		try {
			return this.gate.await(30, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			return false;
		}
	}

}
