package io.github.redispatterns.lock.advice;

import java.util.stream.Stream;

import io.github.redispatterns.PatternConfigurationException;
import io.github.redispatterns.internal.KernelAutoConfiguration;
import io.github.redispatterns.lock.DistributedLock;
import io.github.redispatterns.lock.LockAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.NestedExceptionUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Everything that can be said wrongly about a lock: the application does not start, and
 * the message names the method, what was found there and what is allowed.
 */
class LockBadInputTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class, AopAutoConfiguration.class,
				KernelAutoConfiguration.class, LockAutoConfiguration.class, LockAdviceAutoConfiguration.class))
		.withPropertyValues("spring.data.redis.client-type=jedis", "redis-patterns.lock.named.brief.lease=5s");

	@ParameterizedTest
	@MethodSource
	void namesTheMethod(Class<?> bean, String message) {
		this.runner.withBean(bean)
			.run((context) -> assertThat(NestedExceptionUtils.getMostSpecificCause(context.getStartupFailure()))
				.isInstanceOf(PatternConfigurationException.class)
				.hasMessageContaining("@DistributedLock on " + bean.getSimpleName() + ".")
				.hasMessageContaining(message));
	}

	static Stream<Arguments> namesTheMethod() {
		return Stream.of(
				Arguments.of(BadlyLocked.UnknownParameter.class,
						"'key' uses #order in \"#order.id\", which is no parameter of the method. Known are #id, #p0"),
				Arguments.of(BadlyLocked.NoExpression.class, "'key' is not a SpEL expression: \"#id +\""),
				Arguments.of(BadlyLocked.UnknownParameterAmongKeys.class, "'keys' uses #other"),
				Arguments.of(BadlyLocked.KeyAndKeys.class, "has both 'key' and 'keys'"),
				Arguments.of(BadlyLocked.NoDuration.class, "'waitTime' is \"a while\", which is no duration"),
				Arguments.of(BadlyLocked.NegativeWait.class, "call().waitTime' is PT-1S but must be from PT0S"),
				Arguments.of(BadlyLocked.NoLease.class, "call().lease' is PT0S but must be from PT0.01S"),
				Arguments.of(BadlyLocked.EndlessLease.class, "call().lease' is PT8808H but must be from PT0.01S to"),
				Arguments.of(BadlyLocked.LongMinimum.class,
						"call().minHold' is PT31S but must be at most the lease, PT30S"),
				Arguments.of(BadlyLocked.LongMinimumOfItsOwnLease.class,
						"call().minHold' is PT6S but must be at most the lease, PT5S"),
				Arguments.of(BadlyLocked.LongMinimumOfANamedLease.class,
						"call().minHold' is PT6S but must be at most the lease, PT5S"),
				Arguments.of(BadlyLocked.ShortMaximum.class,
						"call().maxHold' is PT4S but must be at least the lease, PT5S"),
				Arguments.of(BadlyLocked.FailsWithoutALock.class,
						"goes on without a lock while Redis is away. Say onLost = EVENT"),
				Arguments.of(BadlyLocked.InterruptedWithoutALock.class, "goes on without a lock while Redis is away"),
				Arguments.of(BadlyLocked.TokenWithoutALock.class, "may run without one while Redis is away"),
				Arguments.of(BadlyLocked.TokenOfSeveral.class, "has a parameter for its lock, but several locks"),
				Arguments.of(BadlyLocked.TokenOfAnotherType.class, "has a @FencingToken parameter of type int"),
				Arguments.of(BadlyLocked.NoFallback.class, "falls back to nothing"),
				Arguments.of(BadlyLocked.UselessFallback.class, "has a 'fallback' that is never called"),
				Arguments.of(BadlyLocked.MissingFallback.class,
						"falls back to \"other\", but MissingFallback has no such method. It must be void other(String)"),
				Arguments.of(BadlyLocked.PrivateFallback.class, "falls back to \"other\", which is private"),
				Arguments.of(BadlyLocked.OtherParameters.class,
						"has it with another signature. It must be String other(String, int)"),
				Arguments.of(BadlyLocked.OtherResult.class, "has it with another signature"),
				Arguments.of(BadlyLocked.FallbackToItself.class, "has no such method"),
				Arguments.of(BadlyLocked.FallbackToNoBean.class,
						"falls back to the bean \"nobody\", which there is not"),
				Arguments.of(BadlyLocked.SkippedPrimitive.class,
						"may be skipped, but returns boolean, which has no empty value. Give a 'skipValue'"),
				Arguments.of(BadlyLocked.UnfittingSkipValue.class, "'skipValue' is \"none\", which is no int"),
				Arguments.of(BadlyLocked.UselessSkipValue.class, "has a 'skipValue' but never skips"),
				Arguments.of(BadlyLocked.SkipValueOfAMono.class, "has a 'skipValue', but a skipped Mono is empty"),
				Arguments.of(BadlyLocked.ReturnsAStream.class,
						"returns a Stream, which would be read after the lock was given back"),
				Arguments.of(BadlyLocked.ReturnsATask.class, "returns a FutureTask, whose end nobody tells"),
				Arguments.of(BadlyLocked.InterruptedLater.class,
						"is to be interrupted, but its work goes on after it returned"),
				Arguments.of(BadlyLocked.ReactiveTransaction.class, "waits for the completion of a transaction"),
				Arguments.of(BadlyLocked.SeveralAnswers.class,
						"has several values of 'onBusy': [SKIP, FALLBACK]. The locks of a method are taken together"),
				Arguments.of(BadlyLocked.MutexAndReader.class, "Use MUTEX and FAIR, or READ and WRITE, for one name"),
				Arguments.of(BadlyLocked.PrivateMethod.class, "is private, so no proxy can see its calls"),
				Arguments.of(BadlyLocked.FinalMethod.class, "is final, so no proxy can see its calls"),
				Arguments.of(BadlyLocked.CallsItself.class, "is called by all() of the same class"));
	}

	@Test
	void twoClassesOfOneNameNeedNamesForTheirLocks() {
		this.runner.withBean("one", BadlyLocked.Elsewhere.UselessFallback.class)
			.withBean("two", Other.UselessFallback.class)
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("is named \"UselessFallback.call\" after its method, as is a lock of "));
	}

	@Test
	void everythingElseStarts() {
		this.runner.withBean(BadlyLocked.Good.class).run((context) -> assertThat(context).hasNotFailed());
	}

	/** More beans. */
	static final class Other {

		private Other() {
		}

		static class UselessFallback {

			@DistributedLock
			void call() {
			}

		}

	}

}
