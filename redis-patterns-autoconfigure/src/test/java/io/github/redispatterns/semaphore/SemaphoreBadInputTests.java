package io.github.redispatterns.semaphore;

import java.time.Duration;
import java.util.function.Supplier;

import io.github.redispatterns.PatternConfigurationException;
import io.github.redispatterns.internal.KernelAutoConfiguration;
import io.github.redispatterns.semaphore.DistributedSemaphore.OnFull;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.NestedExceptionUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is wrong is named, at start-up where it can be known then.
 */
class SemaphoreBadInputTests {

	private static final String PREFIX = "redis-patterns.semaphore.";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class, AopAutoConfiguration.class,
				KernelAutoConfiguration.class, SemaphoreAutoConfiguration.class))
		.withPropertyValues("spring.data.redis.port=1");

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			lease=1ms                      | lease' is PT0.001S
			wait-time=-1s                  | wait-time' is PT-1S
			max-hold=5s                    | max-hold' is PT5S but must be from PT30S
			poll=1ms                       | poll' is PT0.001S
			claim=1ms                      | claim' is PT0.001S
			retention=1s                   | retention' is PT1S
			named.render.lease=30s         | named.render.permits' is -1
			named.render.permits=-2        | named.render.permits' is -2
			named.render.permits=1000001   | named.render.permits' is 1000001
			pools.ports.items=a,a          | pools.ports.items' is [a, a] but must be different from each other
			pools.ports.quarantine=1ms     | pools.ports.quarantine' is PT0.001S
			pools.ports.version=-1         | pools.ports.version' is -1
			""")
	void aPropertyIsNamedWithItsValue(String property, String message) {
		this.runner.withPropertyValues(PREFIX + property)
			.run((context) -> assertThat(NestedExceptionUtils.getMostSpecificCause(context.getStartupFailure()))
				.isInstanceOf(PatternConfigurationException.class)
				.hasMessageContaining("'" + PREFIX + message));
	}

	@ParameterizedTest
	@ValueSource(classes = { Unknown.class, NoNumber.class, TooFew.class, NoDuration.class, BadKey.class,
			Negative.class, NoFallback.class, LostFallback.class, WrongFallback.class, IdleFallback.class,
			Primitive.class, NoSkipValue.class, UnknownPool.class, WrongType.class })
	void anAnnotationIsNamedWithItsMethod(Class<?> type) throws Exception {
		String expected = (String) type.getDeclaredField("EXPECTED").get(null);
		this.runner.withBean(type)
			.run((context) -> assertThat(NestedExceptionUtils.getMostSpecificCause(context.getStartupFailure()))
				.isInstanceOf(PatternConfigurationException.class)
				.hasMessageContaining(type.getSimpleName() + ".run()")
				.hasMessageContaining(expected));
	}

	@Test
	void anArgumentIsNamedWithItsValue() {
		refused(() -> PermitRequest.of(" "), "'name' is \" \"");
		refused(() -> PermitRequest.of("a", ""), "'key'");
		refused(() -> PermitRequest.of("a").withWeight(0), "'weight' is 0 but must be from 1");
		refused(() -> PermitRequest.of("a").withWait(Duration.ofMillis(-1)), "'waitTime'");
		refused(() -> PermitRequest.of("a").withLease(Duration.ZERO), "'lease' is PT0S");
		refused(() -> PermitRequest.of("a").withLease(Duration.ofSeconds(9)).withMaxHold(Duration.ofSeconds(8)),
				"'maxHold' is PT8S but must be at least the lease PT9S");
		refused(() -> SemaphorePolicy.of("a", -1), "'permits' is -1 but must be from 1 to 1000000, or 0 to pause");
		refused(() -> SemaphorePolicy.of("a", 1).withVersion(-1), "'version' is -1");
		refused(() -> Resize.of("a", -1, "ada"), "'permits' is -1");
		refused(() -> Resize.of("a", 1, ""), "'actor'");
		refused(() -> PoolPolicy.of("a", "x", "x"), "'items'");
		refused(() -> PoolPolicy.of("a", " "), "'items'");
	}

	private static void refused(Supplier<Object> attempt, String message) {
		assertThatExceptionOfType(PatternConfigurationException.class).isThrownBy(attempt::get)
			.withMessageContaining(message);
	}

	static class Unknown {

		static final String EXPECTED = "names the semaphore \"nobody\", which nobody defines";

		@DistributedSemaphore(name = "nobody")
		void run() {
		}

	}

	static class NoNumber {

		static final String EXPECTED = "'permits' is \"many\", which is no number";

		@DistributedSemaphore(permits = "many")
		void run() {
		}

	}

	static class TooFew {

		static final String EXPECTED = "'permits' is -3";

		@DistributedSemaphore(permits = "-3")
		void run() {
		}

	}

	static class NoDuration {

		static final String EXPECTED = "'waitTime' is \"soon\", which is no duration";

		@DistributedSemaphore(permits = "1", waitTime = "soon")
		void run() {
		}

	}

	static class Negative {

		static final String EXPECTED = "'lease' is PT-1S";

		@DistributedSemaphore(permits = "1", lease = "-1s")
		void run() {
		}

	}

	static class BadKey {

		static final String EXPECTED = "uses #nobody";

		@DistributedSemaphore(permits = "1", key = "#nobody")
		void run() {
		}

	}

	static class NoFallback {

		static final String EXPECTED = "'fallback' is missing";

		@DistributedSemaphore(permits = "1", onFull = OnFull.FALLBACK)
		void run() {
		}

	}

	static class LostFallback {

		static final String EXPECTED = "names the bean \"nobody\"";

		@DistributedSemaphore(permits = "1", onFull = OnFull.FALLBACK, fallback = "nobody::run")
		void run() {
		}

	}

	static class WrongFallback {

		static final String EXPECTED = "names \"instead\", which WrongFallback does not have";

		@DistributedSemaphore(permits = "1", onFull = OnFull.FALLBACK, fallback = "instead")
		String run() {
			return "";
		}

		int instead() {
			return 1;
		}

	}

	static class IdleFallback {

		static final String EXPECTED = "is given but 'onFull' is not FALLBACK";

		@DistributedSemaphore(permits = "1", fallback = "instead")
		void run() {
		}

	}

	static class Primitive {

		static final String EXPECTED = "'skipValue' is missing but the method returns int";

		@DistributedSemaphore(permits = "1", onFull = OnFull.SKIP)
		int run() {
			return 1;
		}

	}

	static class NoSkipValue {

		static final String EXPECTED = "is \"one\", which is no int";

		@DistributedSemaphore(permits = "1", onFull = OnFull.SKIP, skipValue = "one")
		int run() {
			return 1;
		}

	}

	static class UnknownPool {

		static final String EXPECTED = "Pool 'nobody' is not defined";

		void run(@LeasedFrom("nobody") String item) {
		}

	}

	static class WrongType {

		static final String EXPECTED = "has the type int";

		void run(@LeasedFrom("nobody") int item) {
		}

	}

}
