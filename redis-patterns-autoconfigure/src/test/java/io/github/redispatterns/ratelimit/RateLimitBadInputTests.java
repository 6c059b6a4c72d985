package io.github.redispatterns.ratelimit;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;

import io.github.redispatterns.PatternConfigurationException;
import io.github.redispatterns.internal.KernelAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.NestedExceptionUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Everything that can be said wrongly about a limit: the application does not start, and
 * the message names the place, what was found there and what is allowed.
 */
@ExtendWith(OutputCaptureExtension.class)
class RateLimitBadInputTests {

	private static final String PREFIX = "redis-patterns.ratelimit.";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class, AopAutoConfiguration.class,
				KernelAutoConfiguration.class, RateLimitAutoConfiguration.class))
		.withPropertyValues("spring.data.redis.client-type=jedis", PREFIX + "policies.p.limit=5",
				PREFIX + "policies.p.period=1s");

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = {
	// @formatter:off
			"policies.q.limit=0, policies.q.period=1s                    | policies.q.limit' is 0 but must be 1 or more",
			"policies.q.limit=-3, policies.q.period=1s                   | policies.q.limit' is -3 but must be 1 or more",
			"policies.q.limit=five, policies.q.period=1s                 | policies.q.limit",
			"policies.q.limit=5                                          | policies.q.period' is missing",
			"policies.q.period=5s                                        | policies.q.limit' is missing",
			"policies.q.shadow=true                                      | policies.q' has neither a limit nor tiers",
			"policies.q.limit=5, policies.q.period=0s                    | policies.q.period' is PT0S but must be from PT0.001S to PT8784H",
			"policies.q.limit=5, policies.q.period=367d                  | policies.q.period' is PT8808H but must be from",
			"policies.q.limit=5, policies.q.period=1500us                | policies.q.period' is PT0.0015S but must be whole milliseconds",
			"policies.q.limit=5, policies.q.period=soon                  | policies.q.period",
			"policies.q.limit=5, policies.q.period=1s, policies.q.burst=0 | policies.q.burst' is 0 but must be 1 or more",
			"policies.q.limit=5, policies.q.period=1s, policies.q.burst=6, policies.q.algorithm=fixed-window | policies.q.burst' is 6 but must be left out for FIXED_WINDOW",
			"policies.q.limit=10001, policies.q.period=1s, policies.q.algorithm=sliding-window | policies.q.limit' is 10001 but must be at most 10000",
			"policies.q.limit=9000000000000000, policies.q.period=1s     | policies.q.limit' is 9000000000000000 but must be at most",
			"policies.q.limit=5, policies.q.period=1s, policies.q.algorithm=leaky | policies.q.algorithm",
			"policies.q.limit=5, policies.q.period=1s, policies.q.tiers[0].limit=6, policies.q.tiers[0].period=1m | policies.q' has both a limit of its own and tiers",
			"policies.q.algorithm=fixed-window, policies.q.tiers[0].limit=6, policies.q.tiers[0].period=1m | policies.q' has both a limit of its own and tiers",
			"policies.q.tiers[0].limit=6                                 | policies.q.tiers[0].period' is missing",
			"policies.q.tiers[0].limit=6, policies.q.tiers[0].period=1m, policies.q.tiers[1].limit=0, policies.q.tiers[1].period=1h | policies.q.tiers[1].limit' is 0 but must be 1 or more",
			"policies.q.tiers[0].limit=6, policies.q.tiers[0].period=1m, policies.q.tiers[1].limit=7, policies.q.tiers[1].period=60s | policies.q.tiers' is \"1m, 1m\" but must be distinct names",
			"policies.q.tiers[0].limit=6, policies.q.tiers[0].period=1m, policies.q.tiers[0].name=A B | policies.q.tiers[0].name' is \"A B\" but must be 1 to 40 lower-case letters",
			"policies[a b].limit=6, policies[a b].period=1m              | policies.a b.name' is \"a b\" but must be 1 to 100 letters",
			"policies.q.limit=5, policies.q.period=1s, policies.q.when-unavailable=maybe | policies.q.when-unavailable",
			"when-unavailable=maybe                                      | redis-patterns.ratelimit.when-unavailable",
			"refusals.size=-1                                            | 'redis-patterns.ratelimit.refusals.size' is -1 but must be from 0",
			"refusals.longest=0s                                         | 'redis-patterns.ratelimit.refusals.longest' is PT0S but must be from",
			"local.instances=0                                           | 'redis-patterns.ratelimit.local.instances' is 0 but must be from 1",
			"local.size=0                                                | 'redis-patterns.ratelimit.local.size' is 0 but must be from 1",
			"reservation-hold=999ms                                      | 'redis-patterns.ratelimit.reservation-hold' is PT0.999S but must be from PT1S to PT24H",
			"refresh-interval=1ms                                        | 'redis-patterns.ratelimit.refresh-interval' is PT0.001S but must be from",
			"advice-order=first                                          | redis-patterns.ratelimit.advice-order"
	// @formatter:on
	})
	void namesTheProperty(String properties, String message) {
		this.runner
			.withPropertyValues(
					Arrays.stream(properties.split(",")).map((value) -> PREFIX + value.trim()).toArray(String[]::new))
			.run((context) -> assertThat(everythingSaid(context.getStartupFailure())).contains(message));
	}

	private static String everythingSaid(Throwable failure) {
		assertThat(failure).isNotNull();
		return String.join("\n",
				Stream.iterate(failure, (cause) -> cause != null, Throwable::getCause)
					.map(Throwable::getMessage)
					.toList());
	}

	@ParameterizedTest
	@MethodSource
	void namesTheAnnotation(Class<?> bean, String message) {
		this.runner.withBean(bean)
			.run((context) -> assertThat(NestedExceptionUtils.getMostSpecificCause(context.getStartupFailure()))
				.isInstanceOf(PatternConfigurationException.class)
				.hasMessageContaining("@RateLimited on " + bean.getSimpleName() + ".")
				.hasMessageContaining(message));
	}

	static Stream<Arguments> namesTheAnnotation() {
		return Stream.of(Arguments.of(BadlyLimited.UnknownPolicy.class, "call() names the policy \"nobody\""),
				Arguments.of(BadlyLimited.SaysNothing.class, "call() has no limit and names no policy"),
				Arguments.of(BadlyLimited.PeriodAlone.class, "call() has no limit and names no policy"),
				Arguments.of(BadlyLimited.NegativeLimit.class, "call().limit' is -1 but must be 1 or more"),
				Arguments.of(BadlyLimited.LimitAlone.class, "call().period' is missing"),
				Arguments.of(BadlyLimited.NoDuration.class, "'period' is \"10 parsecs\", which is no duration"),
				Arguments.of(BadlyLimited.NegativePeriod.class, "'period' is -10s. It must not be negative"),
				Arguments.of(BadlyLimited.EmptyPeriod.class, "call().period' is PT0S but must be from PT0.001S"),
				Arguments.of(BadlyLimited.LongPeriod.class, "call().period' is PT8808H but must be from"),
				Arguments.of(BadlyLimited.FractionOfAMillisecond.class, "must be whole milliseconds"),
				Arguments.of(BadlyLimited.NegativeBurst.class, "call().burst' is -1 but must be 1 or more"),
				Arguments.of(BadlyLimited.BurstOfAWindow.class, "burst' is 6 but must be left out for FIXED_WINDOW"),
				Arguments.of(BadlyLimited.LongLog.class, "limit' is 10001 but must be at most 10000"),
				Arguments.of(BadlyLimited.HugeLimit.class, "limit' is 9223372036854775807 but must be at most"),
				Arguments.of(BadlyLimited.SamePeriodTwice.class, "is \"1m, 1m\" but must be distinct names"),
				Arguments.of(BadlyLimited.SeveralNames.class, "has several names for one key"),
				Arguments.of(BadlyLimited.SeveralShadows.class, "has several values of 'shadow' for one key"),
				Arguments.of(BadlyLimited.SeveralWhenUnavailable.class, "has several values of 'whenUnavailable'"),
				Arguments.of(BadlyLimited.TiersOfDifferentWhenUnavailable.class, "several values of 'whenUnavailable'"),
				Arguments.of(BadlyLimited.NameWithBurst.class, "has no limit but says more than the name of a policy"),
				Arguments.of(BadlyLimited.NameWithAlgorithm.class, "has no limit but says more than the name"),
				Arguments.of(BadlyLimited.NameWithShadow.class, "has no limit but says more than the name"),
				Arguments.of(BadlyLimited.NameWithWhenUnavailable.class, "has no limit but says more than the name"),
				Arguments.of(BadlyLimited.BadName.class, "is \"log in\" but must be 1 to 100 letters"),
				Arguments.of(BadlyLimited.BrokenKey.class, "'key' is not a SpEL expression: \"#id +\""),
				Arguments.of(BadlyLimited.UnknownParameter.class, "'key' uses #user in \"#user.name\""),
				Arguments.of(BadlyLimited.UnknownParameter.class, "Known are #id, #p0"),
				Arguments.of(BadlyLimited.UnknownParameterInCost.class, "'cost' uses #items"),
				Arguments.of(BadlyLimited.UnknownVariableInCountWhen.class, "'countWhen' uses #failure"),
				Arguments.of(BadlyLimited.ResultInKey.class, "'key' uses #result"),
				Arguments.of(BadlyLimited.NoWait.class, "'maxWait' is \"soon\", which is no duration"),
				Arguments.of(BadlyLimited.CountWhenAndMaxWait.class, "has both 'countWhen' and 'maxWait'"),
				Arguments.of(BadlyLimited.SeveralKeysWithCountWhen.class, "combines limits of different keys"),
				Arguments.of(BadlyLimited.PrivateMethod.class, "call() is private, so no proxy can see its calls"),
				Arguments.of(BadlyLimited.StaticMethod.class, "call() is static"),
				Arguments.of(BadlyLimited.FinalMethod.class, "call() is final"),
				Arguments.of(BadlyLimited.CallsItself.class, "call() is called by callTwice() of the same class"));
	}

	@ParameterizedTest
	@ValueSource(classes = { BadlyLimited.TwoLimitsOfOneName.class, BadlyLimited.OtherThanTheProperty.class })
	void namesALimitThatIsDefinedTwice(Class<?> bean) {
		this.runner.withBean(bean)
			.run((context) -> assertThat(NestedExceptionUtils.getMostSpecificCause(context.getStartupFailure()))
				.isInstanceOf(PatternConfigurationException.class)
				.hasMessageContaining("is defined twice")
				.hasMessageContaining("limit=5")
				.hasMessageContaining("limit=6"));
	}

	@Test
	void namesTwoClassesWhoseLimitsWouldCountTogether() {
		this.runner.withBean(BadlyLimited.One.Twin.class)
			.withBean("other", BadlyLimited.Other.Twin.class)
			.run((context) -> assertThat(NestedExceptionUtils.getMostSpecificCause(context.getStartupFailure()))
				.isInstanceOf(PatternConfigurationException.class)
				.hasMessageContaining("is named \"Twin.call\" after its method, as is a limit of "));
	}

	@Test
	void namesAFinalClass() {
		this.runner.withBean(BadlyLimited.FinalClass.class)
			.run((context) -> assertThat(everythingSaid(context.getStartupFailure()))
				.contains("Cannot subclass final class " + BadlyLimited.FinalClass.class.getName()));
	}

	@Test
	void onlyWarnsOfWhatAProxyCannotSeeIfToldTo(CapturedOutput output) {
		this.runner.withPropertyValues("redis-patterns.lint=warn")
			.withBean(BadlyLimited.CallsItself.class)
			.withBean(BadlyLimited.FinalMethod.class)
			.run((context) -> assertThat(context).hasNotFailed());

		assertThat(output).contains("@RateLimited on CallsItself.call() is called by callTwice()")
			.contains("@RateLimited on FinalMethod.call() is final");
	}

	@Test
	void doesNotLookForWhatAProxyCannotSeeIfToldTo(CapturedOutput output) {
		this.runner.withPropertyValues("redis-patterns.lint=off")
			.withBean(BadlyLimited.CallsItself.class)
			.run((context) -> assertThat(context).hasNotFailed());

		assertThat(output).doesNotContain("callTwice");
	}

	@Test
	void namesTheArgumentOfAnOverride() {
		Duration hour = Duration.ofHours(1);

		assertThatExceptionOfType(PatternConfigurationException.class)
			.isThrownBy(() -> new LimitOverride("p", null, null, 0, hour))
			.withMessageContaining("'limit' is 0 but must be 1 or more");
		assertThatExceptionOfType(PatternConfigurationException.class)
			.isThrownBy(() -> new LimitOverride("p", null, null, 1, Duration.ofMillis(999)))
			.withMessageContaining("'ttl' is PT0.999S but must be from PT1S to PT8784H");
		assertThatExceptionOfType(PatternConfigurationException.class)
			.isThrownBy(() -> new LimitOverride(" ", null, null, 1, hour))
			.withMessageContaining("'policy' is \" \" but must be a text that is not blank");
	}

	@Test
	void namesTheArgumentOfAPolicy() {
		assertThatExceptionOfType(PatternConfigurationException.class).isThrownBy(() -> RateLimitPolicy.of("p"))
			.withMessageContaining("'p.tiers' is 0 but must be 1 to 8 tiers");
		Tier[] nine = Stream.iterate(1, (i) -> i + 1)
			.limit(9)
			.map((i) -> Tier.of(1, Duration.ofSeconds(i)))
			.toArray(Tier[]::new);
		assertThatExceptionOfType(PatternConfigurationException.class).isThrownBy(() -> RateLimitPolicy.of("p", nine))
			.withMessageContaining("'p.tiers' is 9 but must be 1 to 8 tiers");
		assertThatExceptionOfType(PatternConfigurationException.class)
			.isThrownBy(() -> Tier.of(1, Duration.ofSeconds(1)).withLimit(0))
			.withMessageContaining("'limit' is 0 but must be 1 or more");
		assertThatExceptionOfType(PatternConfigurationException.class)
			.isThrownBy(() -> Tier.of(1, Duration.ofSeconds(1)).withBurst(0))
			.withMessageContaining("'burst' is 0 but must be 1 or more");
	}

}
