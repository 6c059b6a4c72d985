package io.github.redispatterns.cache.write;

import io.github.redispatterns.PatternConfigurationException;
import io.github.redispatterns.cache.CacheAutoConfiguration;
import io.github.redispatterns.internal.KernelAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.NestedExceptionUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How writers are found and settings are checked.
 */
class CacheWriteAutoConfigurationTests {

	private static final String STOCK = "redis-patterns.cache.caches.stock.";

	private final ApplicationContextRunner application = new ApplicationContextRunner()
		.withPropertyValues("spring.data.redis.port=1")
		.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class, KernelAutoConfiguration.class,
				CacheAutoConfiguration.class, CacheWriteAutoConfiguration.class));

	@Test
	void aWriterIsFoundByTheCacheThatItNames() {
		this.application.withPropertyValues(STOCK + "write.mode=behind")
			.withBean("a", CacheWriter.class, () -> new Source.Single("other"))
			.withBean("b", CacheWriter.class, () -> new Source.Single("stock"))
			.run((context) -> assertThat(context.getBean(WriteBehind.class).caches()).containsExactly("stock"));
	}

	@Test
	void withoutAModeNothingIsWritten() {
		this.application.withBean(CacheWriter.class, () -> new Source.Single("stock"))
			.run((context) -> assertThat(context.getBean(WriteBehind.class).caches()).isEmpty());
	}

	@Test
	void aCacheWithoutAWriterEndsTheStart() {
		this.application.withPropertyValues(STOCK + "write.mode=through")
			.withBean("a", CacheWriter.class, () -> new Source.Single("other"))
			.run((context) -> assertThat(failure(context)).isInstanceOf(PatternConfigurationException.class)
				.hasMessageContaining(STOCK + "write.writer")
				.hasMessageContaining("none of them name the cache 'stock'"));
	}

	@Test
	void twoWritersOfOneCacheEndTheStart() {
		this.application.withPropertyValues(STOCK + "write.mode=through")
			.withBean("a", CacheWriter.class, () -> new Source.Single("stock"))
			.withBean("b", CacheWriter.class, () -> new Source.Single("stock"))
			.run((context) -> assertThat(failure(context)).hasMessageContaining(STOCK + "write.writer")
				.hasMessageContaining("[a, b]"));
	}

	@ParameterizedTest
	@CsvSource({ "write.delay, -1s", "write.batch, 0", "write.max-attempts, 0", "write.backoff, 0s",
			"write.max-backoff, 1ms", "write.max-backlog, 1", "write.partitions, 0", "write.block-time, 2m",
			"write.lease, 1ms", "write.writer, absent", "tiers, local" })
	void aWrongSettingEndsTheStartAndIsNamed(String setting, String value) {
		this.application.withPropertyValues(STOCK + "write.mode=behind", STOCK + setting + "=" + value)
			.withBean(CacheWriter.class, () -> new Source.Single("stock"))
			.run((context) -> assertThat(failure(context)).isInstanceOf(PatternConfigurationException.class)
				.hasMessageContaining(STOCK + setting));
	}

	@Test
	void aWriterWithoutAModeEndsTheStart() {
		this.application.withPropertyValues(STOCK + "write.writer=stocks")
			.run((context) -> assertThat(failure(context)).hasMessageContaining(STOCK + "write.mode")
				.hasMessageContaining("stocks"));
	}

	private static Throwable failure(AssertableApplicationContext context) {
		return NestedExceptionUtils.getMostSpecificCause(context.getStartupFailure());
	}

}
