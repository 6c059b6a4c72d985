package io.github.redispatterns.internal;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redispatterns.LossCause;
import io.github.redispatterns.support.Aside;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LeaseKeeperTests {

	private static final Duration LEASE = Duration.ofSeconds(30);

	private static final Duration LONG = Duration.ofSeconds(30);

	private final ExecutorService renewals = Executors.newCachedThreadPool();

	@AfterEach
	void stop() {
		this.renewals.shutdownNow();
	}

	@Test
	void aHolderThatFailsDoesNotHurtTheOthers() {
		LeaseKeeper keeper = new LeaseKeeper(this.renewals, Duration.ZERO);
		RecordingHolder failing = RecordingHolder.renewed().onLoss(() -> {
			throw new StackOverflowError();
		});
		keep(keeper, failing, LEASE);
		Awaitility.await().until(() -> !failing.losses.isEmpty());

		RecordingHolder holder = RecordingHolder.renewed();
		keep(keeper, holder, Duration.ofSeconds(15));
		Awaitility.await().until(() -> !holder.renewals.isEmpty());
		keeper.stop();
	}

	@Test
	void aRenewalThatFindsNoThreadIsTriedAgain() {
		AtomicInteger calls = new AtomicInteger();
		LeaseKeeper keeper = new LeaseKeeper((task) -> {
			if (calls.incrementAndGet() == 1) {
				throw new RejectedExecutionException("full");
			}
			this.renewals.execute(task);
		}, Duration.ZERO);
		RecordingHolder holder = RecordingHolder.renewed();
		keep(keeper, holder, Duration.ofSeconds(15));
		Awaitility.await().until(() -> !holder.renewals.isEmpty());
		keeper.stop();
	}

	@Test
	void nothingIsOverlookedByAThreadThatIsAboutToEnd() {
		LeaseKeeper keeper = new LeaseKeeper(Runnable::run, Duration.ZERO, Duration.ofNanos(1));
		for (int i = 0; i < 300; i++) {
			RecordingHolder holder = RecordingHolder.renewed();
			Holding holding = keep(keeper, holder, Duration.ofSeconds(15));
			Awaitility.await()
				.pollInSameThread()
				.pollInterval(Duration.ofMillis(1))
				.until(() -> !holder.renewals.isEmpty());
			assertThat(holding.end()).isTrue();
		}
		keeper.stop();
	}

	@Test
	void itsThreadEndsWithTheApplication() {
		LeaseKeeper keeper = new LeaseKeeper(this.renewals, Duration.ZERO);
		RecordingHolder holder = RecordingHolder.renewed();
		keep(keeper, holder, LEASE);
		Awaitility.await().until(() -> !holder.losses.isEmpty());
		Thread watch = holder.tellers.get(0);
		keeper.stop();
		Awaitility.await().until(() -> !watch.isAlive());
		assertThat(keeper.isRunning()).isFalse();
	}

	@Test
	void aStopWaitsUntilRedisHasBackWhatIsHeld() throws Exception {
		LeaseKeeper keeper = new LeaseKeeper(this.renewals, LONG);
		Holding holding = keep(keeper, RecordingHolder.renewed(), Duration.ZERO);
		CountDownLatch stopped = new CountDownLatch(1);
		Aside<Boolean> stop = Aside.start(() -> {
			keeper.stop();
			stopped.countDown();
			return true;
		});
		Awaitility.await().until(() -> !keeper.isRunning());
		assertThat(keeper.isStopped()).isFalse();

		boolean[] early = new boolean[1];
		assertThat(holding.end(() -> early[0] = await(stopped, Duration.ofMillis(200)))).isTrue();

		assertThat(stop.get()).isTrue();
		assertThat(early[0]).isFalse();
		assertThat(keeper.isStopped()).isTrue();
	}

	@Test
	void aFailedReturnDoesNotHoldUpTheStop() {
		LeaseKeeper keeper = new LeaseKeeper(this.renewals, LONG);
		Holding holding = keep(keeper, RecordingHolder.renewed(), Duration.ZERO);
		try {
			holding.end(() -> {
				throw new IllegalStateException("away");
			});
		}
		catch (IllegalStateException ex) {
			assertThat(ex).hasMessage("away");
		}
		long begin = System.nanoTime();
		keeper.stop();
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LONG);
	}

	@Test
	void aStopDoesNotWaitForEver() {
		LeaseKeeper keeper = new LeaseKeeper(this.renewals, Duration.ofMillis(50));
		Holding holding = keep(keeper, RecordingHolder.renewed(), Duration.ZERO);
		keeper.stop();
		assertThat(keeper.isStopped()).isTrue();
		assertThat(holding.isValid()).isTrue();
		assertThat(holding.end()).isTrue();
	}

	@Test
	void whatIsHeldAfterTheStopIsStillWatched() {
		LeaseKeeper keeper = new LeaseKeeper(this.renewals, Duration.ofMillis(1));
		RecordingHolder holder = new RecordingHolder((lease) -> false);
		Holding holding = keep(keeper, holder, Duration.ZERO);
		keeper.stop();
		assertThat(holding.renewNow()).isFalse();
		assertThat(holder.losses).containsExactly(LossCause.TAKEN);
	}

	@Test
	void itKeepsAgainAfterARestart() {
		LeaseKeeper keeper = new LeaseKeeper(this.renewals, Duration.ZERO);
		keeper.start();
		keep(keeper, RecordingHolder.renewed(), Duration.ZERO).end();
		keeper.stop();
		keeper.start();
		assertThat(keeper.isRunning()).isTrue();
		assertThat(keeper.isStopped()).isFalse();
		RecordingHolder holder = RecordingHolder.renewed();
		keep(keeper, holder, Duration.ofSeconds(15));
		Awaitility.await().until(() -> !holder.renewals.isEmpty());
		keeper.stop();
	}

	private static boolean await(CountDownLatch latch, Duration time) {
		try {
			return latch.await(time.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private static Holding keep(LeaseKeeper keeper, Holding.Holder holder, Duration age) {
		return keeper.keep(holder, new Holding.Terms(LEASE, true, Duration.ofHours(1)),
				LeaseKeeper.now() - age.toNanos());
	}

}
