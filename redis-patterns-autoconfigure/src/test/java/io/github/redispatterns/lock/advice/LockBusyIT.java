package io.github.redispatterns.lock.advice;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redispatterns.lock.DistributedLock;
import io.github.redispatterns.lock.DistributedLock.OnBusy;
import io.github.redispatterns.lock.HeldLock;
import io.github.redispatterns.lock.LockNotAvailableException;
import io.github.redispatterns.lock.LockRequest;
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
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What callers get who come while others hold the lock, and until when futures and
 * reactive types hold it.
 */
@RedisTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@RedisKeys({ "lock:owner", "lock:fence", "lock:waiters" })
class LockBusyIT {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private RedisServers servers;

	private Instances instances;

	private Desk desk;

	private Locks rival;

	@BeforeAll
	void start() {
		this.instances = Instances.start(2, App.class, this.servers.applicationProperties("jedis"));
		this.desk = this.instances.beans(Desk.class).get(0);
		this.rival = this.instances.beans(Locks.class).get(1);
	}

	@AfterAll
	void stop() {
		this.instances.close();
	}

	@BeforeEach
	void forgetCalls() {
		this.desk.calls().set(0);
	}

	@Test
	void aSkippedCallReturnsAnEmptyResult() throws Exception {
		try (HeldLock lock = this.rival.lock(LockRequest.of("desk"))) {
			this.desk.nothing();
			assertThat(this.desk.object()).isNull();
			assertThat(this.desk.boxed()).isNull();
			assertThat(this.desk.optional()).isEmpty();
			assertThat(this.desk.list()).isEmpty();
			assertThat(this.desk.set()).isEmpty();
			assertThat(this.desk.collection()).isEmpty();
			assertThat(this.desk.map()).isEmpty();
			assertThat(this.desk.array()).isEmpty();
			assertThat(this.desk.truth()).isFalse();
			assertThat(this.desk.number()).isEqualTo(-1);
			assertThat(this.desk.text()).isEqualTo("skipped");
			assertThat(this.desk.future()).isCompletedWithValue(null);
			assertThat(this.desk.futureOptional()).isCompletedWithValue(Optional.empty());
			assertThat(this.desk.plainFuture().get()).isNull();
			StepVerifier.create(this.desk.mono()).expectComplete().verify(PATIENCE);
			StepVerifier.create(this.desk.flux()).expectComplete().verify(PATIENCE);

			assertThat(this.desk.calls()).hasValue(0);
			assertThat(lock.isValid()).isTrue();
		}
	}

	@Test
	void theSameCallsWorkWhenTheLockIsFree() throws Exception {
		this.desk.nothing();
		assertThat(this.desk.object()).isEqualTo("worked");
		assertThat(this.desk.boxed()).isEqualTo(1);
		assertThat(this.desk.optional()).contains("worked");
		assertThat(this.desk.truth()).isTrue();
		assertThat(this.desk.future()).succeedsWithin(PATIENCE).isEqualTo("worked");
		assertThat(this.desk.plainFuture().get()).isEqualTo("worked");
		StepVerifier.create(this.desk.mono()).expectNext("worked").expectComplete().verify(PATIENCE);
		StepVerifier.create(this.desk.flux()).expectNext("worked", "again").expectComplete().verify(PATIENCE);

		assertThat(this.desk.calls()).hasValue(9);
		assertThat(isBusy()).isFalse();
	}

	@Test
	void aRefusalIsAFailedFuture() throws Exception {
		try (HeldLock lock = this.rival.lock(LockRequest.of("desk"))) {
			CompletableFuture<String> refused = this.desk.work(new CompletableFuture<>());
			assertThatExceptionOfType(CompletionException.class).isThrownBy(refused::join)
				.withCauseInstanceOf(LockNotAvailableException.class);
			StepVerifier.create(this.desk.work(Mono.just("a")))
				.expectError(LockNotAvailableException.class)
				.verify(PATIENCE);
			StepVerifier.create(this.desk.work(Flux.just("a")))
				.expectError(LockNotAvailableException.class)
				.verify(PATIENCE);
			assertThat(lock.isValid()).isTrue();
		}
	}

	@Test
	void aFallbackAnswersInTheSameWay() throws Exception {
		try (HeldLock lock = this.rival.lock(LockRequest.of("desk"))) {
			assertThat(this.desk.orLater("a")).succeedsWithin(PATIENCE).isEqualTo("later a");
			StepVerifier.create(this.desk.orSoon("a")).expectNext("soon a").expectComplete().verify(PATIENCE);
			assertThat(lock.isValid()).isTrue();
		}
	}

	@Test
	void aFutureHoldsItUntilItCompletes() throws Exception {
		CompletableFuture<String> work = new CompletableFuture<>();
		CompletableFuture<String> answer = this.desk.work(work);
		assertThat(isBusy()).isTrue();
		assertThat(this.desk.work(new CompletableFuture<>())).as("a second call of the same thread")
			.isCompletedExceptionally();

		work.complete("done");

		assertThat(answer).succeedsWithin(PATIENCE).isEqualTo("done");
		assertThat(isBusy()).isFalse();
	}

	@Test
	void aFutureHoldsItUntilItFails() throws Exception {
		CompletableFuture<String> work = new CompletableFuture<>();
		CompletableFuture<String> answer = this.desk.work(work);
		work.completeExceptionally(new IllegalStateException("jammed"));

		assertThat(answer).failsWithin(PATIENCE).withThrowableThat().withMessageContaining("jammed");
		assertThat(isBusy()).isFalse();
	}

	@Test
	void aFutureThatTellsNobodyHoldsItUntilItIsDone() throws Exception {
		FutureTask<String> work = new FutureTask<>(() -> "done");
		Future<String> answer = this.desk.task(work);
		assertThat(isBusy()).isTrue();
		assertThat(answer).isNotDone();

		work.run();

		assertThat(answer).succeedsWithin(PATIENCE).isEqualTo("done");
		Awaitility.await().until(() -> !isBusy());
	}

	@Test
	void aMonoHoldsItFromSubscriptionToTheEnd() throws Exception {
		Sinks.One<String> work = Sinks.one();
		Mono<String> mono = this.desk.work(work.asMono());
		assertThat(isBusy()).isFalse();

		CompletableFuture<String> answer = mono.toFuture();
		Awaitility.await().until(this::isBusy);
		StepVerifier.create(mono).expectError(LockNotAvailableException.class).verify(PATIENCE);
		work.tryEmitValue("done");

		assertThat(answer).succeedsWithin(PATIENCE).isEqualTo("done");
		assertThat(isBusy()).isFalse();
	}

	@Test
	void aCancelledMonoGivesItBack() {
		Disposable subscription = this.desk.work(Mono.<String>never()).subscribe();
		Awaitility.await().until(this::isBusy);

		subscription.dispose();

		Awaitility.await().until(() -> !isBusy());
	}

	@Test
	void aSubscriberThatGoesWhileItWaitsLeavesNothingBehind() throws Exception {
		for (int i = 0; i < 20; i++) {
			HeldLock lock = this.rival.lock(LockRequest.of("desk"));
			Disposable subscription = this.desk.patient(Mono.<String>never()).subscribe();
			if (i % 2 == 0) {
				Awaitility.await().until(() -> !this.rival.inspect("desk").orElseThrow().waiters().isEmpty());
			}
			lock.close();
			subscription.dispose();
			Awaitility.await().until(() -> !isBusy());
		}
	}

	@Test
	void aFluxHoldsItWhateverItEmits() throws Exception {
		Sinks.Many<String> work = Sinks.many().unicast().onBackpressureBuffer();
		StepVerifier.create(this.desk.work(work.asFlux())).then(() -> {
			Awaitility.await().until(() -> work.currentSubscriberCount() == 1);
			work.tryEmitNext("a");
			assertThat(isBusy()).isTrue();
			work.tryEmitComplete();
		}).expectNext("a").expectComplete().verify(PATIENCE);
		assertThat(isBusy()).isFalse();

		StepVerifier.create(this.desk.work(Flux.just("a", "b", "c")).take(1))
			.expectNext("a")
			.expectComplete()
			.verify(PATIENCE);
		Awaitility.await().until(() -> !isBusy());
	}

	@Test
	void anEventLoopNeitherWaitsNorTalksToRedis() throws Exception {
		HeldLock lock = this.rival.lock(LockRequest.of("desk"));
		CompletableFuture<String> answer = Mono
			.defer(() -> this.desk.patient(Mono.just("done").publishOn(Schedulers.parallel())))
			.subscribeOn(Schedulers.parallel())
			.toFuture();
		Awaitility.await().until(() -> !this.rival.inspect("desk").orElseThrow().waiters().isEmpty());
		lock.close();

		assertThat(answer).succeedsWithin(PATIENCE).isEqualTo("done");
		StepVerifier.create(Mono.fromCallable(() -> this.desk.blocking()).subscribeOn(Schedulers.parallel()))
			.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(IllegalStateException.class)
				.hasMessageContaining("@DistributedLock on Desk.blocking() would wait for its lock on the event loop"))
			.verify(PATIENCE);
	}

	// looks without taking it, or the look itself would be in the way
	private boolean isBusy() {
		return this.rival.inspect("desk").filter((lock) -> !lock.holders().isEmpty()).isPresent();
	}

	/** Work for one at a time. */
	static class Desk {

		private final AtomicInteger calls = new AtomicInteger();

		AtomicInteger calls() {
			return this.calls;
		}

		private <T> T worked(T result) {
			this.calls.incrementAndGet();
			return result;
		}

		@DistributedLock(name = "desk", onBusy = OnBusy.SKIP)
		void nothing() {
			worked(null);
		}

		@DistributedLock(name = "desk", onBusy = OnBusy.SKIP)
		Object object() {
			return worked("worked");
		}

		@DistributedLock(name = "desk", onBusy = OnBusy.SKIP)
		Integer boxed() {
			return worked(1);
		}

		@DistributedLock(name = "desk", onBusy = OnBusy.SKIP)
		Optional<String> optional() {
			return worked(Optional.of("worked"));
		}

		@DistributedLock(name = "desk", onBusy = OnBusy.SKIP)
		List<String> list() {
			return worked(List.of("worked"));
		}

		@DistributedLock(name = "desk", onBusy = OnBusy.SKIP)
		Set<String> set() {
			return worked(Set.of("worked"));
		}

		@DistributedLock(name = "desk", onBusy = OnBusy.SKIP)
		Collection<String> collection() {
			return worked(List.of("worked"));
		}

		@DistributedLock(name = "desk", onBusy = OnBusy.SKIP)
		Map<String, String> map() {
			return worked(Map.of("worked", "worked"));
		}

		@DistributedLock(name = "desk", onBusy = OnBusy.SKIP)
		String[] array() {
			return worked(new String[] { "worked" });
		}

		@DistributedLock(name = "desk", onBusy = OnBusy.SKIP, skipValue = "false")
		boolean truth() {
			return worked(true);
		}

		@DistributedLock(name = "desk", onBusy = OnBusy.SKIP, skipValue = "-1")
		int number() {
			return worked(1);
		}

		@DistributedLock(name = "desk", onBusy = OnBusy.SKIP, skipValue = "skipped")
		String text() {
			return worked("worked");
		}

		@DistributedLock(name = "desk", onBusy = OnBusy.SKIP)
		CompletableFuture<String> future() {
			return worked(CompletableFuture.completedFuture("worked"));
		}

		@DistributedLock(name = "desk", onBusy = OnBusy.SKIP)
		CompletableFuture<Optional<String>> futureOptional() {
			return worked(CompletableFuture.completedFuture(Optional.of("worked")));
		}

		@DistributedLock(name = "desk", onBusy = OnBusy.SKIP)
		Future<String> plainFuture() {
			return worked(CompletableFuture.completedFuture("worked"));
		}

		@DistributedLock(name = "desk", onBusy = OnBusy.SKIP)
		Mono<String> mono() {
			return worked(Mono.just("worked"));
		}

		@DistributedLock(name = "desk", onBusy = OnBusy.SKIP)
		Flux<String> flux() {
			return worked(Flux.just("worked", "again"));
		}

		@DistributedLock(name = "desk")
		CompletableFuture<String> work(CompletableFuture<String> work) {
			return work;
		}

		@DistributedLock(name = "desk")
		Future<String> task(Future<String> work) {
			return work;
		}

		@DistributedLock(name = "desk")
		Mono<String> work(Mono<String> work) {
			return work;
		}

		@DistributedLock(name = "desk")
		Flux<String> work(Flux<String> work) {
			return work;
		}

		@DistributedLock(name = "desk", waitTime = "20s")
		Mono<String> patient(Mono<String> work) {
			return work;
		}

		@DistributedLock(name = "desk", waitTime = "20s")
		String blocking() {
			return "done";
		}

		@DistributedLock(name = "desk", onBusy = OnBusy.FALLBACK, fallback = "later")
		CompletableFuture<String> orLater(String text) {
			return CompletableFuture.completedFuture(text);
		}

		CompletableFuture<String> later(String text) {
			return CompletableFuture.completedFuture("later " + text);
		}

		@DistributedLock(name = "desk", onBusy = OnBusy.FALLBACK, fallback = "soon")
		Mono<String> orSoon(String text) {
			return Mono.just(text);
		}

		Mono<String> soon(String text) {
			return Mono.just("soon " + text);
		}

	}

	@EnableAutoConfiguration
	@Import(Desk.class)
	static class App {

	}

}
