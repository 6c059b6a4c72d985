package io.github.redispatterns.lock.advice;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import io.github.redispatterns.LossCause;
import io.github.redispatterns.lock.DistributedLock;
import io.github.redispatterns.lock.DistributedLock.OnLost;
import io.github.redispatterns.lock.HeldLock;
import io.github.redispatterns.lock.LockEvent;
import io.github.redispatterns.lock.LockLostException;
import io.github.redispatterns.lock.Locks;
import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What a method and its caller learn when the lock is lost while the method runs.
 */
@RedisTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@RedisKeys({ "lock:owner", "lock:fence", "lock:waiters" })
class LockLostIT {

	private RedisServers servers;

	private Instances instances;

	private Vault vault;

	private Locks rival;

	private Events events;

	@BeforeAll
	void start() {
		this.instances = Instances.start(2, App.class, this.servers.applicationProperties("jedis"));
		this.vault = this.instances.beans(Vault.class).get(0);
		this.events = this.instances.beans(Events.class).get(0);
		this.rival = this.instances.beans(Locks.class).get(1);
	}

	@AfterAll
	void stop() {
		this.instances.close();
	}

	@BeforeEach
	void forgetEvents() {
		this.events.lost.clear();
	}

	@Test
	void failsAtExit() {
		assertThatExceptionOfType(LockLostException.class).isThrownBy(() -> this.vault.work((lock) -> {
			lose(lock);
			return "worked";
		}, null)).satisfies((ex) -> assertThat(ex.reason()).isEqualTo(LossCause.TAKEN));

		Awaitility.await()
			.untilAsserted(
					() -> assertThat(this.events.lost).contains(new LockEvent.Lost("vault", "", LossCause.TAKEN)));
	}

	@Test
	void failsAtExitWhenNobodyLookedBefore() {
		assertThatExceptionOfType(LockLostException.class).isThrownBy(() -> this.vault.work((lock) -> {
			this.rival.forceRelease("a test", "vault");
			return "worked";
		}, null)).withMessageContaining("Redis says that it is not held by this holder any more");
	}

	@Test
	void theFailureOfTheMethodIsNotHidden() {
		assertThatIllegalStateException().isThrownBy(() -> this.vault.work((lock) -> {
			lose(lock);
			throw new IllegalStateException("jammed");
		}, null))
			.withMessage("jammed")
			.satisfies((ex) -> assertThat(ex.getSuppressed()).singleElement().isInstanceOf(LockLostException.class));
	}

	@Test
	void interruptsTheMethodOnceIfItIsToldSo() {
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> this.vault.interrupted((lock) -> {
			lose(lock);
			new CountDownLatch(1).await();
			return "worked";
		}, null)).satisfies((ex) -> assertThat(ex.getSuppressed()).hasAtLeastOneElementOfType(LockLostException.class));
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

	@Test
	void anInterruptionThatTheMethodDidNotNoticeStaysInside() {
		for (int i = 0; i < 20; i++) {
			assertThatExceptionOfType(LockLostException.class).isThrownBy(() -> this.vault.interrupted((lock) -> {
				lose(lock);
				return "worked";
			}, null));
			assertThat(Thread.currentThread().isInterrupted()).isFalse();
		}
		// nor does it come later, when the thread does something else
		Awaitility.await().until(() -> this.events.lost.size() >= 20);
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

	@Test
	void anInterruptionOfSomebodyElseStays() throws Exception {
		assertThat(this.vault.interrupted((lock) -> {
			Thread.currentThread().interrupt();
			return "worked";
		}, null)).isEqualTo("worked");
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void onlyPublishesTheEventIfItIsToldSo() throws Exception {
		assertThat(this.vault.eventOnly((lock) -> {
			lose(lock);
			return "worked";
		}, null)).isEqualTo("worked");

		Awaitility.await().until(() -> !this.events.lost.isEmpty());
	}

	@Test
	void theEndOfTheLeaseIsALoss() {
		assertThatExceptionOfType(LockLostException.class).isThrownBy(() -> this.vault.brief((lock) -> {
			Awaitility.await().until(() -> !lock.isValid());
			return "worked";
		}, null)).satisfies((ex) -> assertThat(ex.reason()).isEqualTo(LossCause.EXPIRED));
	}

	@Test
	void theEndOfTheLeaseInterrupts() {
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> this.vault.briefInterrupted((lock) -> {
			new CountDownLatch(1).await();
			return "worked";
		}, null));
	}

	@Test
	void aFutureAndAMonoFailToo() {
		CompletableFuture<String> work = new CompletableFuture<>();
		CompletableFuture<String> answer = this.vault.later(work);
		assertThat(this.rival.forceRelease("a test", "vault")).isTrue();
		work.complete("worked");
		assertThat(answer).failsWithin(Duration.ofSeconds(20))
			.withThrowableThat()
			.withCauseInstanceOf(LockLostException.class);

		StepVerifier
			.create(this.vault.later(Mono.fromSupplier(() -> this.rival.forceRelease("a test", "vault") ? "a" : "b")))
			.expectError(LockLostException.class)
			.verify(Duration.ofSeconds(20));
	}

	private void lose(HeldLock lock) {
		assertThat(this.rival.forceRelease("a test", "vault")).isTrue();
		assertThat(lock.verify()).isFalse();
	}

	/** What a method does. */
	@FunctionalInterface
	interface Work {

		String with(HeldLock lock) throws Exception;

	}

	/** Work for one at a time. */
	static class Vault {

		@DistributedLock(name = "vault")
		String work(Work work, HeldLock lock) throws Exception {
			return work.with(lock);
		}

		@DistributedLock(name = "vault", onLost = OnLost.INTERRUPT)
		String interrupted(Work work, HeldLock lock) throws Exception {
			return work.with(lock);
		}

		@DistributedLock(name = "vault", onLost = OnLost.EVENT)
		String eventOnly(Work work, HeldLock lock) throws Exception {
			return work.with(lock);
		}

		@DistributedLock(name = "brief", lease = "800ms", renew = false)
		String brief(Work work, HeldLock lock) throws Exception {
			return work.with(lock);
		}

		@DistributedLock(name = "brief", lease = "800ms", maxHold = "900ms", onLost = OnLost.INTERRUPT)
		String briefInterrupted(Work work, HeldLock lock) throws Exception {
			return work.with(lock);
		}

		@DistributedLock(name = "vault")
		CompletableFuture<String> later(CompletableFuture<String> work) {
			return work;
		}

		@DistributedLock(name = "vault")
		Mono<String> later(Mono<String> work) {
			return work;
		}

	}

	/** What was published. */
	static class Events {

		private final List<LockEvent.Lost> lost = new CopyOnWriteArrayList<>();

		@EventListener
		void lost(LockEvent.Lost event) {
			this.lost.add(event);
		}

	}

	@EnableAutoConfiguration
	@Import(Vault.class)
	static class App {

		@Bean
		Events events() {
			return new Events();
		}

	}

}
