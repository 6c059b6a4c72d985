package io.github.redispatterns.circuitbreaker;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

import io.github.redispatterns.circuitbreaker.GuardedBeans.Deed;
import io.github.redispatterns.circuitbreaker.GuardedBeans.Gateway;
import io.github.redispatterns.circuitbreaker.GuardedBeans.GuardedType;
import io.github.redispatterns.circuitbreaker.GuardedBeans.StandIn;
import io.github.redispatterns.internal.KernelAutoConfiguration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What the annotation means. There is no Redis here, which is nothing to a breaker: it
 * opens after two failures of this instance.
 */
class DistributedCircuitBreakerTests {

	private static final String PREFIX = "redis-patterns.circuitbreaker.configs.";

	private static final String INSTANCES = "redis-patterns.circuitbreaker.instances.";

	private static final Deed FAILS = () -> {
		throw new IOException("test");
	};

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class, AopAutoConfiguration.class,
				KernelAutoConfiguration.class, CircuitBreakerAutoConfiguration.class))
		.withPropertyValues("spring.data.redis.client-type=jedis", "spring.data.redis.port=1",
				PREFIX + "default.sliding-window-size=2", PREFIX + "default.minimum-number-of-calls=2",
				PREFIX + "default.flush-interval=10ms", PREFIX + "default.max-staleness=20ms",
				INSTANCES + "fallback.sliding-window-size=5", INSTANCES + "fallback.minimum-number-of-calls=5",
				INSTANCES + "future.sliding-window-size=5", INSTANCES + "future.minimum-number-of-calls=5",
				PREFIX + "small.sliding-window-size=1", PREFIX + "small.minimum-number-of-calls=1")
		.withBean(Gateway.class)
		.withBean("standIn", StandIn.class)
		.withBean(GuardedType.class);

	@Test
	void refusesCallsOfAnOpenBreaker() {
		with((context) -> {
			Gateway gateway = context.getBean(Gateway.class);
			assertThat(call(() -> gateway.plain(() -> "fine"))).isEqualTo("fine");

			open(context, "plain", () -> gateway.plain(FAILS));

			assertThatExceptionOfType(CircuitOpenException.class).isThrownBy(() -> gateway.plain(() -> "fine"))
				.satisfies((ex) -> assertThat(ex.getBreaker()).isEqualTo("plain"));
		});
	}

	@Test
	void theMostSpecificFallbackAnswers() {
		with((context) -> {
			Gateway gateway = context.getBean(Gateway.class);

			assertThat(call(() -> gateway.withFallback("a", () -> "fine"))).isEqualTo("fine");
			assertThat(call(() -> gateway.withFallback("a", FAILS))).isEqualTo("fallback for IOException");
			assertThat(call(() -> gateway.withFallback("a", () -> {
				throw new FileNotFoundException("test");
			}))).isEqualTo("fallback for a file of a");
			assertThatIllegalArgumentException().isThrownBy(() -> gateway.withFallback("a", () -> {
				throw new IllegalStateException("test");
			})).withMessage("not even a fallback").satisfies((ex) -> assertThat(ex.getSuppressed()).hasSize(1));
			open(context, "fallback", () -> gateway.withFallback("a", FAILS));
			assertThat(call(() -> gateway.withFallback("b", () -> "fine")))
				.isEqualTo("fallback b CircuitOpenException");
		});
	}

	@Test
	void whatNoFallbackTakesReachesTheCaller() {
		with((context) -> {
			Gateway gateway = context.getBean(Gateway.class);

			assertThatExceptionOfType(IOException.class).isThrownBy(() -> gateway.onlyForRefusals(FAILS));
			open(context, "checked", () -> gateway.onlyForRefusals(FAILS));
			assertThat(call(() -> gateway.onlyForRefusals(FAILS))).isEqualTo("refused by checked");
		});
	}

	@Test
	void primitivesAndVoidHaveFallbacksToo() {
		with((context) -> {
			Gateway gateway = context.getBean(Gateway.class);

			assertThat(call(() -> gateway.number(() -> 3))).isEqualTo(3);
			assertThat(call(() -> gateway.number(FAILS))).isEqualTo(7);
			call(() -> {
				gateway.nothing(FAILS);
				return "nothing";
			});
			open(context, "nothing", () -> {
				gateway.nothing(FAILS);
				return "nothing";
			});
		});
	}

	@Test
	void aFutureCountsWhenItCompletes() {
		with((context) -> {
			Gateway gateway = context.getBean(Gateway.class);
			CompletableFuture<Object> first = new CompletableFuture<>();
			CompletableFuture<Object> second = new CompletableFuture<>();
			CompletableFuture<Object> one = gateway.stage(first).toCompletableFuture();
			gateway.stage(second);
			assertThat(state(context, "stage")).isEqualTo(CircuitState.CLOSED);

			first.completeExceptionally(new IOException("test"));
			second.completeExceptionally(new CompletionException(new IOException("test")));

			BreakersUnderTest.Circuits.await(breaker(context, "stage"), CircuitState.OPEN);
			assertThat(one).isCompletedExceptionally();
			assertThat(gateway.stage(first).toCompletableFuture()).failsWithin(Duration.ofSeconds(30))
				.withThrowableThat()
				.withCauseInstanceOf(CircuitOpenException.class);
		});
	}

	@Test
	void aFallbackAnswersForAFuture() {
		with((context) -> {
			Gateway gateway = context.getBean(Gateway.class);

			assertThat(gateway.future(CompletableFuture.completedFuture("fine"))).isCompletedWithValue("fine");
			assertThat(gateway.future(CompletableFuture.failedFuture(new IOException("test"))))
				.succeedsWithin(Duration.ofSeconds(30))
				.isEqualTo("later");
			assertThat(gateway.future(CompletableFuture.failedFuture(new IllegalStateException("test"))))
				.failsWithin(Duration.ofSeconds(30))
				.withThrowableThat()
				.withCauseInstanceOf(IllegalStateException.class);
		});
	}

	@Test
	void aSubscriptionIsACall() {
		with((context) -> {
			Gateway gateway = context.getBean(Gateway.class);
			Flux<Object> failing = gateway.flux(Flux.error(new IOException("test")));
			assertThat(breaker(context, "flux").metrics().calls()).isZero();

			open(context, "flux", () -> {
				StepVerifier.create(failing).expectError().verify();
				return "subscribed";
			});

			StepVerifier.create(gateway.flux(Flux.just("a", "b"))).expectError(CircuitOpenException.class).verify();
		});
	}

	@Test
	void aCancelledSubscriptionCountsAsNothingUnlessItGaveSomething() {
		with((context) -> {
			Gateway gateway = context.getBean(Gateway.class);
			CircuitBreaker breaker = breaker(context, "flux");

			StepVerifier.create(gateway.flux(Flux.never())).thenCancel().verify();
			StepVerifier.create(gateway.flux(Flux.<Object>just("a").concatWith(Flux.never())))
				.expectNext("a")
				.thenCancel()
				.verify();

			Awaitility.await().untilAsserted(() -> assertThat(breaker.metrics().calls()).isEqualTo(1));
		});
	}

	@Test
	void aFallbackAnswersForASubscription() {
		with((context) -> {
			Gateway gateway = context.getBean(Gateway.class);

			StepVerifier.create(gateway.mono(Mono.just("fine"))).expectNext("fine").verifyComplete();
			StepVerifier.create(gateway.mono(Mono.error(new IOException("test"))))
				.expectNext("instead of IOException")
				.verifyComplete();
			open(context, "mono", () -> gateway.mono(Mono.error(new IOException("test"))).block());
			StepVerifier.create(gateway.mono(Mono.just("fine")))
				.expectNext("instead of CircuitOpenException")
				.verifyComplete();
		});
	}

	@Test
	void anAnnotationOfAnAnnotationIsOne() {
		with((context) -> {
			assertThat(breaker(context, "meta").config().window().size()).isEqualTo(1);
			assertThat(call(() -> context.getBean(Gateway.class).meta(FAILS))).isEqualTo(7);
		});
	}

	@Test
	void aMethodOfAnotherBeanAnswersOnItsTarget() {
		with((context) -> assertThat(call(() -> context.getBean(Gateway.class).elsewhere(FAILS)))
			.isEqualTo("stand-in"));
	}

	@Test
	void aTypeGuardsItsPublicMethods() {
		with((context) -> {
			GuardedType guarded = context.getBean(GuardedType.class);
			open(context, "type", () -> guarded.call(FAILS));

			assertThatExceptionOfType(CircuitOpenException.class).isThrownBy(() -> guarded.call(() -> "fine"));
			assertThat(call(() -> guarded.own(() -> "fine"))).isEqualTo("fine");
			assertThat(guarded).hasToString("guarded");
		});
	}

	private void with(Consumer<ApplicationContext> test) {
		this.runner.run((context) -> {
			assertThat(context).hasNotFailed();
			test.accept(context);
		});
	}

	private static void open(ApplicationContext context, String name, Deed failing) {
		Awaitility.await().pollInterval(Duration.ofMillis(5)).untilAsserted(() -> {
			try {
				failing.run();
			}
			catch (Exception ex) {
				// as it should
			}
			assertThat(state(context, name)).isEqualTo(CircuitState.OPEN);
		});
	}

	private static CircuitBreaker breaker(ApplicationContext context, String name) {
		return context.getBean(CircuitBreakers.class)
			.all()
			.stream()
			.filter((breaker) -> breaker.name().equals(name))
			.findFirst()
			.orElseThrow();
	}

	private static CircuitState state(ApplicationContext context, String name) {
		return breaker(context, name).state();
	}

	private static Object call(Deed deed) {
		try {
			return deed.run();
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
	}

}
