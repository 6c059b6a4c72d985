package io.github.redispatterns.internal;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.github.redispatterns.LossCause;
import io.github.redispatterns.RedisUnavailableException;
import io.github.redispatterns.support.Aside;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class HoldingTests {

	private static final Duration LEASE = Duration.ofSeconds(30);

	private final ExecutorService renewals = Executors.newCachedThreadPool();

	private final LeaseKeeper keeper = new LeaseKeeper(this.renewals, Duration.ZERO);

	@AfterEach
	void stop() {
		this.keeper.stop();
		this.renewals.shutdownNow();
	}

	@Test
	void countsFromBeforeTheCommandWasSentAndEndsEarly() {
		Holding held = keep(RecordingHolder.renewed(), LEASE.minusSeconds(2));
		assertThat(held.isValid()).isTrue();
		assertThat(held.remaining()).isLessThan(Duration.ofMillis(2000 - 300 - 250));

		Holding over = keep(RecordingHolder.renewed(), LEASE.minusMillis(550));
		assertThat(over.isValid()).isFalse();
		assertThat(over.remaining()).isZero();
		assertThat(over.renewNow()).isFalse();
	}

	@Test
	void aGrantThatCameTooLateIsOver() {
		Holding.Terms terms = new Holding.Terms(LEASE, true, Duration.ofHours(1));
		assertThat(terms.isOver(ago(LEASE))).isTrue();
		assertThat(terms.isOver(ago(Duration.ofSeconds(20)))).isFalse();
	}

	@Test
	void aRenewalUnderWayDoesNotTakeTheLengthOfAnExtension() throws Exception {
		CountDownLatch underWay = new CountDownLatch(1);
		CountDownLatch answer = new CountDownLatch(1);
		AtomicReference<Duration> inRedis = new AtomicReference<>(LEASE);
		RecordingHolder holder = new RecordingHolder((lease) -> {
			if (lease.equals(LEASE)) {
				underWay.countDown();
				uninterruptibly(answer);
			}
			inRedis.set(lease);
			return true;
		});
		Holding holding = keep(holder, Duration.ofSeconds(15));
		underWay.await();

		Aside<Boolean> extension = Aside.start(() -> holding.extend(Duration.ofMinutes(10)));
		Awaitility.await().until(() -> holder.renewals.size() > 1 || extension.isWaiting());
		answer.countDown();

		assertThat(extension.get()).isTrue();
		Awaitility.await().until(() -> holder.renewals.size() == 2);
		assertThat(holding.remaining()).isLessThan(inRedis.get()).isGreaterThan(Duration.ofMinutes(9));
	}

	@Test
	void anExtensionThatComesTooLateDoesNotRevive() throws Exception {
		CountDownLatch lost = new CountDownLatch(1);
		RecordingHolder holder = new RecordingHolder((lease) -> {
			uninterruptibly(lost);
			return true;
		});
		Holding holding = fixed(holder, Duration.ofMillis(29_000));
		Aside<Boolean> extension = Aside.start(() -> holding.extend(LEASE));
		Awaitility.await().until(() -> !holder.losses.isEmpty());
		lost.countDown();

		assertThat(extension.get()).isFalse();
		assertThat(holding.isValid()).isFalse();
		assertThat(holder.losses).containsExactly(LossCause.EXPIRED);
	}

	@Test
	void anUnavailableRedisIsAskedAgain() {
		AtomicInteger asked = new AtomicInteger();
		RecordingHolder holder = new RecordingHolder((lease) -> {
			if (asked.incrementAndGet() == 1) {
				throw new RedisUnavailableException("away");
			}
			return true;
		});
		Holding holding = keep(holder, Duration.ofSeconds(15));
		Awaitility.await().until(() -> holding.remaining().compareTo(Duration.ofSeconds(25)) > 0);
		assertThat(holder.failures).hasSize(1);
	}

	@Test
	void noFailureEndsTheRenewals() {
		AtomicInteger asked = new AtomicInteger();
		RecordingHolder holder = new RecordingHolder((lease) -> switch (asked.incrementAndGet()) {
			case 1 -> throw new IllegalStateException("no permission");
			case 2 -> throw new StackOverflowError();
			default -> true;
		});
		Holding holding = keep(holder, Duration.ofSeconds(15));
		Awaitility.await()
			.dontCatchUncaughtExceptions()
			.until(() -> holding.remaining().compareTo(Duration.ofSeconds(25)) > 0);
		assertThat(holder.failures).singleElement()
			.satisfies((ex) -> assertThat(ex).hasRootCauseMessage("no permission"));
	}

	@Test
	void aRefusedRenewalIsALoss() {
		RecordingHolder holder = new RecordingHolder((lease) -> false);
		Holding holding = keep(holder, Duration.ofSeconds(15));
		Awaitility.await().until(() -> !holder.losses.isEmpty());
		assertThat(holding.isValid()).isFalse();
		assertThat(holding.end()).isFalse();
		assertThat(holder.losses).containsExactly(LossCause.TAKEN);
	}

	@Test
	void anUnansweredExtensionChangesNothing() {
		RecordingHolder holder = new RecordingHolder((lease) -> {
			throw new RedisUnavailableException("away");
		});
		Holding holding = keep(holder, Duration.ZERO);
		assertThatExceptionOfType(RedisUnavailableException.class)
			.isThrownBy(() -> holding.extend(Duration.ofMinutes(10)));
		assertThat(holding.remaining()).isBetween(Duration.ofSeconds(1), LEASE);
	}

	@Test
	void theLossSaysWhetherItWasHeldForTooLong() {
		RecordingHolder holder = RecordingHolder.renewed();
		this.keeper.keep(holder, new Holding.Terms(LEASE, true, LEASE), ago(LEASE));
		RecordingHolder longer = RecordingHolder.renewed();
		this.keeper.keep(longer, new Holding.Terms(LEASE, true, LEASE.multipliedBy(2)), ago(LEASE));

		Awaitility.await().until(() -> !holder.losses.isEmpty() && !longer.losses.isEmpty());
		assertThat(holder.losses).containsExactly(LossCause.MAX_HOLD);
		assertThat(longer.losses).containsExactly(LossCause.EXPIRED);
	}

	@Test
	void whatIsFoundLostWhenItIsGivenBackIsReportedToo() {
		CountDownLatch busy = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		RecordingHolder holder = RecordingHolder.renewed();
		try {
			// the thread that watches is held up by somebody else's loss
			keep(RecordingHolder.renewed().onLoss(() -> {
				busy.countDown();
				uninterruptibly(goOn);
			}), LEASE);
			uninterruptibly(busy);

			assertThat(keep(holder, LEASE).end()).isFalse();
			assertThat(holder.losses).containsExactly(LossCause.EXPIRED);
		}
		finally {
			goOn.countDown();
		}
	}

	private Holding keep(Holding.Holder holder, Duration age) {
		return this.keeper.keep(holder, new Holding.Terms(LEASE, true, Duration.ofHours(1)), ago(age));
	}

	private Holding fixed(Holding.Holder holder, Duration age) {
		return this.keeper.keep(holder, new Holding.Terms(LEASE, false, Duration.ofHours(1)), ago(age));
	}

	private static long ago(Duration age) {
		return LeaseKeeper.now() - age.toNanos();
	}

	private static void uninterruptibly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
