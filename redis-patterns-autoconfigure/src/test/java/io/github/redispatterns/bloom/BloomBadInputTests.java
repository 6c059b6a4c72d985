package io.github.redispatterns.bloom;

import java.time.Duration;
import java.util.Arrays;

import io.github.redispatterns.PatternConfigurationException;
import io.github.redispatterns.internal.KernelAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What cannot be done is refused by name, value and range, without Redis.
 */
class BloomBadInputTests {

	private static final String PREFIX = "redis-patterns.bloom.";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class, KernelAutoConfiguration.class,
				BloomAutoConfiguration.class))
		.withPropertyValues("spring.data.redis.port=1");

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					filters.a.capacity=0            | 'redis-patterns.bloom.filters.a.capacity' is 0 but must be from 1 to 1000000000
					filters.a.capacity=100000000    | 'redis-patterns.bloom.filters.a.capacity' is 100000000 but must be from 1 to 24
					filters.a.error-rate=0          | 'redis-patterns.bloom.filters.a.error-rate' is 0.0 but must be from 0.000000001 to 0.5
					filters.a.error-rate=NaN        | 'redis-patterns.bloom.filters.a.error-rate' is NaN but must be
					filters.a.error-rate=1          | 'redis-patterns.bloom.filters.a.error-rate' is 1.0 but must be
					filters.a.ttl=10ms              | 'redis-patterns.bloom.filters.a.ttl' is PT0.01S but must be from PT1S to PT87840H
					filters.a.rotate=20d            | 'redis-patterns.bloom.filters.a.rotate' is PT480H but must be from PT1S to PT360H
					filters.a.on-full=explode       | redis-patterns.bloom.filters.a.on-full
					max-memory=10B                  | 'redis-patterns.bloom.max-memory' is 10B but must be from 1KB to 1GB
					max-memory=2GB                  | 'redis-patterns.bloom.max-memory' is 2147483648B but must be from 1KB to 1GB
					most=0                          | 'redis-patterns.bloom.most' is 0 but must be from 1 to 100000
					rebuild-lease=0s                | 'redis-patterns.bloom.rebuild-lease' is PT0S but must be from PT1S to PT24H
					""")
	void refusesAtStartUp(String property, String message) {
		this.runner.withPropertyValues(PREFIX + property)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.satisfiesAnyOf((cause) -> assertThat(cause).hasMessageContaining(message),
						(cause) -> assertThat(context.getStartupFailure()).hasStackTraceContaining(message)));
	}

	@Test
	void refusesToForgetWhatOnlyARebuildBringsBack() {
		this.runner.withPropertyValues(PREFIX + "filters.a.rotate=1d", PREFIX + "filters.a.ready-after=rebuild")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("'redis-patterns.bloom.filters.a.rotate' is PT24H but must be left out where"));
	}

	@Test
	void namesTheFiltersThatThereAre() {
		this.runner.withPropertyValues(PREFIX + "filters.a.capacity=10", PREFIX + "filters.b.capacity=10")
			.run((context) -> assertThatExceptionOfType(PatternConfigurationException.class)
				.isThrownBy(() -> context.getBean(BloomFilters.class).filter("c"))
				.withMessageContaining("Bloom filter 'c' is not one of [a, b]")
				.withMessageContaining("'redis-patterns.bloom.create-unknown'"));
	}

	@Test
	void refusesWhatIsDefinedInTwoWaysOrTooLargeOrOneTooMany() {
		this.runner.withPropertyValues(PREFIX + "most=1").run((context) -> {
			BloomFilters filters = context.getBean(BloomFilters.class);
			BloomFilter filter = filters.filter("a", BloomSpec.of(10, 0.1));
			assertThat(filters.filter("a", BloomSpec.of(10, 0.1))).isSameAs(filter);
			assertThatExceptionOfType(PatternConfigurationException.class)
				.isThrownBy(() -> filters.filter("a", BloomSpec.of(11, 0.1)))
				.withMessageContaining("Bloom filter 'a' is known as");
			assertThatExceptionOfType(PatternConfigurationException.class)
				.isThrownBy(() -> filters.filter("b", BloomSpec.of(100_000_000, 0.01)))
				.withMessageContaining("'capacity' is 100000000 but must be from 1 to ");
			assertThatExceptionOfType(PatternConfigurationException.class)
				.isThrownBy(() -> filters.filter("b", BloomSpec.of(10, 0.1)))
				.withMessageContaining("'redis-patterns.bloom.most'");
			assertThatExceptionOfType(PatternConfigurationException.class)
				.isThrownBy(() -> filters.filter(" ", BloomSpec.of(10, 0.1)))
				.withMessageContaining("'name'");
		});
	}

	@Test
	void refusesItemsThatAreNone() {
		this.runner.run((context) -> {
			BloomFilter filter = context.getBean(BloomFilters.class).filter("a", BloomSpec.of(10, 0.1));
			assertThatExceptionOfType(PatternConfigurationException.class)
				.isThrownBy(() -> filter.check(Arrays.asList("one", null)))
				.withMessageContaining("'item' is null but must be a text");
		});
	}

	@Test
	void checksWhatCodeSays() {
		BloomSpec spec = BloomSpec.of(10, 0.1);
		assertThatExceptionOfType(PatternConfigurationException.class).isThrownBy(() -> BloomSpec.of(10, 0.6))
			.withMessageContaining("'errorRate' is 0.6");
		assertThatExceptionOfType(PatternConfigurationException.class)
			.isThrownBy(() -> spec.withTtl(Duration.ofMillis(1)))
			.withMessageContaining("'ttl' is PT0.001S");
	}

}
