package io.github.redispatterns.ratelimit;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.Rivals;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Calls that count by how they end, and whose end comes later.
 */
@RedisTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@RedisKeys({ "ratelimit:tat", "ratelimit:holds", "ratelimit:table" })
class RateLimitedOutcomeIT {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private RedisServers servers;

	private Instances instances;

	private Door door;

	private RateLimits limits;

	@BeforeAll
	void start() {
		Map<String, Object> properties = this.servers.applicationProperties("jedis");
		properties.put("spring.data.redis.timeout", "20s");
		properties.put("redis-patterns.ratelimit.refusals.size", 0);
		this.instances = Instances.start(1, App.class, properties);
		this.door = this.instances.beans(Door.class).get(0);
		this.limits = this.instances.beans(RateLimits.class).get(0);
	}

	@AfterAll
	void stop() {
		this.instances.close();
	}

	@BeforeEach
	void forgetTries() {
		this.door.tries().set(0);
	}

	@Test
	void admitsFiveOfAHundredWrongPasswordsAtOnce() {
		List<String> answers = Rivals.race(20, (number) -> {
			StringBuilder said = new StringBuilder();
			for (int i = 0; i < 5; i++) {
				said.append(answer("wrong-" + number + "-" + i));
			}
			return said.toString();
		});

		assertThat(this.door.tries()).hasValue(5);
		assertThat(String.join("", answers).replace("refused", "")).isEqualTo("wrong".repeat(5));
		assertThat(answer("right")).isEqualTo("refused");
	}

	private String answer(String password) {
		try {
			return this.door.open("ada", password);
		}
		catch (IllegalArgumentException ex) {
			return "wrong";
		}
		catch (RateLimitExceededException ex) {
			return "refused";
		}
	}

	@Test
	void doesNotCountRightPasswords() {
		for (int i = 0; i < 20; i++) {
			assertThat(answer("right")).isEqualTo("open");
		}
		for (int i = 0; i < 5; i++) {
			assertThat(answer("wrong")).isEqualTo("wrong");
		}

		assertThat(answer("wrong")).isEqualTo("refused");
		assertThat(this.door.tries()).hasValue(25);
	}

	@Test
	void countsByTheResult() {
		assertThat(this.door.knock("ada", true)).isTrue();
		assertThat(this.door.knock("ada", true)).isTrue();
		assertThat(this.door.knock("ada", false)).isFalse();

		assertThatExceptionOfType(RateLimitExceededException.class).isThrownBy(() -> this.door.knock("ada", true));
		assertThat(this.door.knock("bob", true)).isTrue();
	}

	@Test
	void hidesNeitherResultNorErrorWhenTheExpressionFails() {
		assertThat(this.door.ring("hello")).isEqualTo("hello");
		assertThatIllegalStateException().isThrownBy(() -> this.door.ring(null)).withMessage("nobody");

		assertThat(this.limits.peek("Door.ring", Charge.EVERYBODY).binding().remaining()).isZero();
	}

	@Test
	void refusalIsAFailedFuture() {
		assertThat(this.door.later("ada", CompletableFuture.completedFuture("a"))).succeedsWithin(PATIENCE);
		CompletableFuture<String> refused = this.door.later("ada", new CompletableFuture<>());

		assertThat(refused).isCompletedExceptionally();
		assertThatExceptionOfType(CompletionException.class).isThrownBy(refused::join)
			.withCauseInstanceOf(RateLimitExceededException.class);
		assertThat(this.door.tries()).hasValue(1);
	}

	@Test
	void missingKeyIsAFailedFuture() {
		assertThatExceptionOfType(CompletionException.class)
			.isThrownBy(() -> this.door.later("", new CompletableFuture<>()).join())
			.withMessageContaining("blank");
	}

	@Test
	void futureCountsUntilItsEnd() {
		CompletableFuture<String> work = new CompletableFuture<>();
		CompletableFuture<String> answer = this.door.open("ada", work);
		assertThat(remaining("Door.open")).isEqualTo(1);

		work.complete("open");

		assertThat(answer).succeedsWithin(PATIENCE).isEqualTo("open");
		Awaitility.await().until(() -> remaining("Door.open") == 2);
		CompletableFuture<String> failed = new CompletableFuture<>();
		CompletableFuture<String> failure = this.door.open("ada", failed);
		failed.completeExceptionally(new IllegalStateException("jammed"));
		assertThat(failure).failsWithin(PATIENCE);
		assertThat(remaining("Door.open")).isEqualTo(1);
	}

	@Test
	void everySubscriptionOfAMonoIsACall() {
		Mono<String> mono = this.door.mono("ada", Mono.just("open"));
		assertThat(this.door.tries()).hasValue(0);

		StepVerifier.create(mono).expectNext("open").expectComplete().verify(PATIENCE);
		StepVerifier.create(mono).expectNext("open").expectComplete().verify(PATIENCE);
		StepVerifier.create(mono).expectError(RateLimitExceededException.class).verify(PATIENCE);

		assertThat(this.door.tries()).hasValue(2);
	}

	@Test
	void emptyMonoStaysEmptyAndFailureStaysFailure() {
		StepVerifier.create(this.door.mono("ada", Mono.empty())).expectComplete().verify(PATIENCE);
		StepVerifier.create(this.door.mono("ada", Mono.error(new IllegalStateException("jammed"))))
			.expectErrorMessage("jammed")
			.verify(PATIENCE);

		assertThat(remaining("Door.mono")).isZero();
	}

	@Test
	void monoCountsByItsOutcome() {
		StepVerifier.create(this.door.outcome("ada", Mono.just("open")))
			.expectNext("open")
			.expectComplete()
			.verify(PATIENCE);
		Awaitility.await().until(() -> remaining("Door.outcome") == 2);
		StepVerifier.create(this.door.outcome("ada", Mono.error(new IllegalStateException("jammed"))))
			.expectErrorMessage("jammed")
			.verify(PATIENCE);
		Awaitility.await().until(() -> remaining("Door.outcome") == 1);
		Disposable cancelled = this.door.outcome("ada", Mono.never()).subscribe();
		Awaitility.await().until(() -> remaining("Door.outcome") == 0);

		cancelled.dispose();

		Awaitility.await().until(() -> remaining("Door.outcome") == 1);
	}

	@Test
	void fluxIsOneCallWhateverItEmits() {
		Flux<Integer> flux = this.door.flux("ada", Flux.range(0, 100));

		StepVerifier.create(flux).expectNextCount(100).expectComplete().verify(PATIENCE);
		StepVerifier.create(flux.take(3)).expectNext(0, 1, 2).expectComplete().verify(PATIENCE);
		StepVerifier.create(flux).expectError(RateLimitExceededException.class).verify(PATIENCE);

		assertThat(this.door.tries()).hasValue(2);
	}

	private long remaining(String policy) {
		return this.limits.peek(policy, "ada").binding().remaining();
	}

	/** A door with a lock. */
	static class Door {

		private final AtomicInteger tries = new AtomicInteger();

		AtomicInteger tries() {
			return this.tries;
		}

		@RateLimited(value = "login", limit = 5, period = "1h", key = "#user", countWhen = "#error != null")
		String open(String user, String password) {
			this.tries.incrementAndGet();
			if (!password.equals("right")) {
				throw new IllegalArgumentException("wrong");
			}
			return "open";
		}

		@RateLimited(limit = 1, period = "1h", key = "#user", countWhen = "!#result")
		boolean knock(String user, boolean heard) {
			return heard;
		}

		@RateLimited(limit = 2, period = "1h", countWhen = "#result.nothing == 1")
		String ring(String who) {
			if (who == null) {
				throw new IllegalStateException("nobody");
			}
			return who;
		}

		@RateLimited(limit = 1, period = "1h", key = "#user")
		CompletableFuture<String> later(String user, CompletableFuture<String> work) {
			this.tries.incrementAndGet();
			return work;
		}

		@RateLimited(limit = 2, period = "1h", key = "#user", countWhen = "#error != null")
		CompletableFuture<String> open(String user, CompletableFuture<String> work) {
			return work;
		}

		@RateLimited(limit = 2, period = "1h", key = "#user")
		Mono<String> mono(String user, Mono<String> work) {
			this.tries.incrementAndGet();
			return work;
		}

		@RateLimited(limit = 2, period = "1h", key = "#user", countWhen = "#error instanceof T(IllegalStateException)")
		Mono<String> outcome(String user, Mono<String> work) {
			return work;
		}

		@RateLimited(limit = 2, period = "1h", key = "#user")
		Flux<Integer> flux(String user, Flux<Integer> work) {
			this.tries.incrementAndGet();
			return work;
		}

	}

	@EnableAutoConfiguration
	@Import(Door.class)
	static class App {

	}

}
