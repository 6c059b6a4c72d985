package io.github.redispatterns.consumer;

import java.io.IOException;
import java.io.UncheckedIOException;

import io.github.redispatterns.bloom.BloomAutoConfiguration;
import io.github.redispatterns.bloom.BloomFilter;
import io.github.redispatterns.bloom.BloomFilters;
import io.github.redispatterns.internal.KernelAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the page on Bloom filters quotes starts, without Redis.
 */
class CatalogueTests {

	@Test
	void startsWithWhatThePageQuotes() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class, KernelAutoConfiguration.class,
					BloomAutoConfiguration.class))
			.withPropertyValues("spring.data.redis.port=1")
			.withInitializer(CatalogueTests::readYaml)
			.withBean(Catalogue.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(BloomFilters.class).all()).extracting(BloomFilter::name)
					.containsExactly("coupons", "orders", "products");
				assertThat(context.getBean(Catalogue.class).find("x")).isEmpty();
				assertThat(context.getBean(Catalogue.class).isCoupon("x")).isTrue();
			});
	}

	private static void readYaml(ConfigurableApplicationContext context) {
		try {
			new YamlPropertySourceLoader().load("bloom", new ClassPathResource("bloom.yml", CatalogueTests.class))
				.forEach((source) -> context.getEnvironment().getPropertySources().addLast(source));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
