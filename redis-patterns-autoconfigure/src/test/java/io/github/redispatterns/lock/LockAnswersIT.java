package io.github.redispatterns.lock;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.redispatterns.LossCause;
import io.github.redispatterns.internal.WaitingRoom;
import io.github.redispatterns.support.Fault;
import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.TcpProxy;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Answers of Redis that come late or twice, and callers that are gone when they come.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@RedisTest
@RedisKeys({ "lock:owner", "lock:fence", "lock:waiters", "kernel:probe" })
class LockAnswersIT {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	RedisServers servers;

	private TcpProxy proxy;

	private Instances instances;

	@BeforeAll
	void start() {
		this.proxy = TcpProxy.to(this.servers.host(), this.servers.port());
		this.instances = Instances.start(HistoryWorker.App.class,
				List.of(properties(this.proxy.port()), properties(this.servers.port())));
	}

	@AfterAll
	void stop() {
		this.instances.close();
		this.proxy.close();
	}

	private Map<String, Object> properties(int port) {
		Map<String, Object> properties = this.servers.applicationProperties("jedis");
		properties.put("spring.data.redis.port", port);
		properties.put("spring.data.redis.timeout", "5s");
		return properties;
	}

	private Locks locks(int instance) {
		return this.instances.beans(Locks.class).get(instance);
	}

	@Test
	void aReleaseThatRanTwiceIsNoLoss() throws Exception {
		HeldLock held = locks(0).lock(LockRequest.of("twice"));
		runTheReleaseAsIfItsAnswerWereLost("twice");
		held.close();
	}

	@Test
	void aReleaseIsALossIfSomebodyHadItSinceOrRedisForgot() throws Exception {
		HeldLock first = locks(0).lock(LockRequest.of("since"));
		runTheReleaseAsIfItsAnswerWereLost("since");
		locks(1).lock(LockRequest.of("since")).close();
		assertThatExceptionOfType(LockLostException.class).isThrownBy(first::close)
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(LossCause.TAKEN));

		HeldLock second = locks(0).lock(LockRequest.of("since"));
		this.servers.faults().flushAll();
		assertThatExceptionOfType(LockLostException.class).isThrownBy(second::close)
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(LossCause.TAKEN));
	}

	private void runTheReleaseAsIfItsAnswerWereLost(String name) {
		assertThat(this.servers.client().del("test:lock:{" + name + "}:owner")).isEqualTo(1);
	}

	@Test
	void aGrantThatComesAfterItsLeaseIsNotHandedOut() throws Exception {
		LockRequest request = LockRequest.of("late").withLease(Duration.ofMillis(200));
		locks(0).lock(LockRequest.of("late")).close();
		try (Fault slow = this.proxy.latency(Duration.ofMillis(400))) {
			assertThat(locks(0).tryLock(request)).isInstanceOf(Acquisition.Busy.class);
		}
		assertThat(locks(1).inspect("late")).isEmpty();
	}

	@Test
	void aRenewalThatOvertakesALongerOneShortensNothing() throws Exception {
		try (HeldLock held = locks(0).lock(LockRequest.of("overtaken"))) {
			held.extend(Duration.ofMinutes(10));
			held.extend(Duration.ofSeconds(10));
			assertThat(held.remaining()).isLessThan(Duration.ofSeconds(10));
			assertThat(this.servers.client().pttl("test:lock:{overtaken}:owner")).isGreaterThan(500_000);
		}
	}

	@Test
	void aCancelledAsynchronousCallerDoesNotWaitOn() throws Exception {
		LockRequest request = LockRequest.of("cancelled").withWait(PATIENCE);
		HeldLock held = locks(0).lock(request);
		CompletableFuture<HeldLock> future = locks(0).lockAsync(request).toCompletableFuture();
		Awaitility.await().until(() -> room().waiting("test:lock:{cancelled}") == 1);
		assertThat(future.cancel(true)).isTrue();
		Awaitility.await().until(() -> room().waiting("test:lock:{cancelled}") == 0);
		held.close();
		locks(1).lock(request).close();
	}

	@Test
	void manyWhoWaitAsynchronouslyDoNotHoldUpTheNewsOfALoss() throws Exception {
		LockRequest busy = LockRequest.of("busy");
		try (HeldLock held = locks(1).lock(busy)) {
			List<CompletableFuture<HeldLock>> waiting = IntStream.range(0, 100)
				.mapToObj((i) -> locks(0).lockAsync(busy.withWait(Duration.ofHours(1))))
				.map(CompletionStage::toCompletableFuture)
				.toList();
			CountDownLatch told = new CountDownLatch(1);
			locks(0).lock(LockRequest.of("lost").withFixedLease(Duration.ofSeconds(2)))
				.onLost((cause) -> told.countDown());

			assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
			waiting.forEach((future) -> future.cancel(true));
			assertThat(held.isValid()).isTrue();
		}
		locks(1).lock(busy.withWait(PATIENCE)).close();
	}

	private WaitingRoom room() {
		return this.instances.beans(WaitingRoom.class).get(0);
	}

}
