package io.github.redispatterns.internal;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.github.redispatterns.internal.GuardedInvocation.Ending;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.aop.framework.ProxyFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class GuardedInvocationTests {

	private final List<String> log = new CopyOnWriteArrayList<>();

	private Supplier<Ending> admission = () -> {
		this.log.add("admitted");
		return (result, failure) -> this.log.add("ended " + result + " " + failure);
	};

	private Work work;

	@BeforeEach
	void advise() {
		MethodInterceptor guard = (invocation) -> GuardedInvocation.proceed(invocation,
				ReturnKind.of(invocation.getMethod().getReturnType()), () -> this.admission.get());
		ProxyFactory factory = new ProxyFactory(new Work(this.log));
		factory.setProxyTargetClass(true);
		factory.addAdvice(guard);
		this.work = (Work) factory.getProxy();
	}

	@Test
	void aValueEndsAtReturn() {
		assertThat(this.work.value("a")).isEqualTo("a");

		assertThat(this.log).containsExactly("admitted", "worked", "ended a null");
	}

	@Test
	void aThrownExceptionEndsTheCall() {
		assertThatIllegalStateException().isThrownBy(() -> this.work.fail());

		assertThat(this.log).containsExactly("admitted", "worked", "ended null java.lang.IllegalStateException: no");
	}

	@Test
	void aRefusalIsThrownBeforeAnyWork() {
		this.admission = GuardedInvocationTests::refuse;

		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> this.work.value("a"));
		assertThat(this.log).isEmpty();
	}

	@Test
	void aFutureEndsWhenItCompletes() {
		CompletableFuture<String> source = new CompletableFuture<>();
		CompletableFuture<String> result = this.work.future(source);
		assertThat(this.log).containsExactly("admitted", "worked");

		source.complete("a");

		assertThat(result.join()).isEqualTo("a");
		assertThat(this.log).containsExactly("admitted", "worked", "ended a null");
	}

	@Test
	void aFailedFutureTellsItsOwnCause() {
		CompletableFuture<String> source = new CompletableFuture<>();
		CompletableFuture<String> result = this.work.future(source.thenApply((value) -> value));

		source.completeExceptionally(new IllegalStateException("no"));

		assertThat(result).isCompletedExceptionally();
		assertThat(this.log).last().isEqualTo("ended null java.lang.IllegalStateException: no");
	}

	@Test
	void aRefusedFutureFails() {
		this.admission = GuardedInvocationTests::refuse;

		CompletableFuture<String> result = this.work.future(CompletableFuture.completedFuture("a"));

		assertThatExceptionOfType(CompletionException.class).isThrownBy(result::join)
			.withCauseInstanceOf(UnsupportedOperationException.class);
		assertThat(this.log).isEmpty();
	}

	@Test
	void anAbsentFutureEndsAtOnce() {
		assertThat(this.work.future(null)).isNull();

		assertThat(this.log).containsExactly("admitted", "worked", "ended null null");
	}

	@Test
	void aMonoIsAdmittedAtEverySubscription() {
		Mono<String> mono = this.work.mono();
		assertThat(this.log).isEmpty();

		StepVerifier.create(mono).expectNext("a1").verifyComplete();
		StepVerifier.create(mono).expectNext("a2").verifyComplete();

		assertThat(this.log).containsExactly("admitted", "worked", "ended a1 null", "admitted", "worked",
				"ended a2 null");
	}

	@Test
	void aRefusedMonoFails() {
		this.admission = GuardedInvocationTests::refuse;

		StepVerifier.create(this.work.mono()).verifyError(UnsupportedOperationException.class);

		assertThat(this.log).isEmpty();
	}

	@Test
	void aFluxEndsOnceWhenItCompletes() {
		StepVerifier.create(this.work.flux(Flux.just("a", "b"))).expectNext("a", "b").verifyComplete();

		assertThat(this.log).containsExactly("admitted", "worked", "ended null null");
	}

	@Test
	void aFailedFluxTellsItsCause() {
		Flux<String> failing = Flux.concat(Flux.just("a"), Flux.error(new IllegalStateException("no")));

		StepVerifier.create(this.work.flux(failing)).expectNext("a").verifyError(IllegalStateException.class);

		assertThat(this.log).containsExactly("admitted", "worked", "ended null java.lang.IllegalStateException: no");
	}

	@Test
	void aCancelledFluxEnds() {
		StepVerifier.create(this.work.flux(Flux.just("a").concatWith(Flux.never())))
			.expectNext("a")
			.thenCancel()
			.verify();

		assertThat(this.log).containsExactly("admitted", "worked", "ended null null");
	}

	@Test
	void anAdmissionMayAnswerInstead() {
		this.admission = () -> new Answer("instead", CompletableFuture.completedFuture("instead"), Mono.just("instead"),
				this.log);

		assertThat(this.work.value("a")).isEqualTo("instead");
		assertThat(this.work.future(new CompletableFuture<>())).isCompletedWithValue("instead");
		StepVerifier.create(this.work.mono()).expectNext("instead").verifyComplete();

		assertThat(this.log).containsExactly("ended", "ended", "ended");
	}

	@Test
	void endsOffTheEventLoop() {
		CopyOnWriteArrayList<Boolean> mayBlock = new CopyOnWriteArrayList<>();
		this.admission = () -> (result, failure) -> mayBlock.add(!Schedulers.isInNonBlockingThread());

		StepVerifier.create(this.work.flux(Flux.just("a").publishOn(Schedulers.parallel())))
			.expectNext("a")
			.verifyComplete();

		assertThat(mayBlock).containsExactly(true);
	}

	@Test
	void whatTheEndThrowsReachesTheSubscriber() {
		this.admission = () -> (result, failure) -> {
			throw new UnsupportedOperationException("too late");
		};

		StepVerifier.create(this.work.mono()).verifyError(UnsupportedOperationException.class);
		StepVerifier.create(this.work.flux(Flux.just("a")))
			.expectNext("a")
			.verifyError(UnsupportedOperationException.class);
	}

	@Test
	void anAdmissionWhoseSubscriberHasGoneIsEnded() throws Exception {
		CountDownLatch asked = new CountDownLatch(1);
		CountDownLatch gone = new CountDownLatch(1);
		CountDownLatch ended = new CountDownLatch(1);
		this.admission = () -> {
			asked.countDown();
			awaitUninterruptibly(gone);
			return (result, failure) -> ended.countDown();
		};
		Disposable subscription = this.work.mono().subscribe();
		asked.await();

		subscription.dispose();
		gone.countDown();

		assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		while (true) {
			try {
				latch.await();
				return;
			}
			catch (InterruptedException ex) {
				// decided all the same
			}
		}
	}

	private static Ending refuse() {
		throw new UnsupportedOperationException("refused");
	}

	/** Answers in the way of the method. */
	private record Answer(String value, CompletableFuture<String> future, Mono<String> mono,
			List<String> log) implements Ending {

		@Override
		public Object proceed(MethodInvocation invocation) {
			Class<?> type = invocation.getMethod().getReturnType();
			if (type == Mono.class) {
				return this.mono;
			}
			return (type == String.class) ? this.value : this.future;
		}

		@Override
		public void ended(Object result, Throwable failure) {
			this.log.add("ended");
		}

	}

	static class Work {

		private final List<String> log;

		private final AtomicInteger calls = new AtomicInteger();

		Work() {
			this(new CopyOnWriteArrayList<>());
		}

		Work(List<String> log) {
			this.log = log;
		}

		String value(String value) {
			this.log.add("worked");
			return value;
		}

		void fail() {
			this.log.add("worked");
			throw new IllegalStateException("no");
		}

		CompletableFuture<String> future(CompletableFuture<String> future) {
			this.log.add("worked");
			return future;
		}

		Mono<String> mono() {
			this.log.add("worked");
			return Mono.just("a" + this.calls.incrementAndGet());
		}

		Flux<String> flux(Flux<String> flux) {
			this.log.add("worked");
			return flux;
		}

	}

}
