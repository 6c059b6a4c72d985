package io.github.redispatterns.internal;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BackgroundTests {

	private final Background background = new Background("redis-patterns-test");

	@AfterEach
	void stop() {
		this.background.stop();
	}

	@Test
	void runsTasksOnItsOwnDaemonThread() throws Exception {
		CompletableFuture<Thread> thread = new CompletableFuture<>();

		this.background.after(Duration.ofMillis(1), () -> thread.complete(Thread.currentThread()));

		assertThat(thread.get(30, TimeUnit.SECONDS)).satisfies((it) -> {
			assertThat(it.getName()).isEqualTo("redis-patterns-test");
			assertThat(it.isDaemon()).isTrue();
		});
	}

	@Test
	void aFailedTaskDoesNotStopTheNext() throws Exception {
		CountDownLatch ran = new CountDownLatch(1);

		this.background.after(Duration.ZERO, () -> {
			throw new IllegalStateException("expected by the test");
		});
		this.background.after(Duration.ZERO, ran::countDown);

		assertThat(ran.await(30, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void endsItsThreadAndDropsWhatWaitsWhenItStops() throws Exception {
		CompletableFuture<Thread> thread = new CompletableFuture<>();
		this.background.after(Duration.ZERO, () -> thread.complete(Thread.currentThread()));
		this.background.after(Duration.ofDays(1), () -> {
		});
		Thread running = thread.get(30, TimeUnit.SECONDS);

		this.background.stop();

		running.join(30_000);
		assertThat(running.isAlive()).isFalse();
		assertThat(this.background.isRunning()).isFalse();
	}

	@Test
	void worksAgainAfterARestart() throws Exception {
		CountDownLatch ran = new CountDownLatch(1);
		this.background.stop();

		this.background.start();
		this.background.after(Duration.ZERO, ran::countDown);

		assertThat(ran.await(30, TimeUnit.SECONDS)).isTrue();
	}

}
