package io.github.redispatterns.consumer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;

import io.github.redispatterns.cache.CacheAdviceAutoConfiguration;
import io.github.redispatterns.cache.CacheAutoConfiguration;
import io.github.redispatterns.consumer.Products.Product;
import io.github.redispatterns.internal.KernelAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.aop.support.AopUtils;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.CacheManager;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the page on caches quotes starts, and works without Redis.
 */
class ProductsTests {

	private static final Product POT = new Product(1, 1, "kitchen", BigDecimal.TEN);

	@Test
	void worksWithWhatThePageQuotes() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class, DataRedisAutoConfiguration.class,
					KernelAutoConfiguration.class, CacheAutoConfiguration.class, CacheAdviceAutoConfiguration.class))
			.withPropertyValues("spring.data.redis.port=1")
			.withInitializer(ProductsTests::readYaml)
			.withBean(Products.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				Products products = context.getBean(Products.class);
				assertThat(AopUtils.isAopProxy(products)).isTrue();
				assertThat(products.find(1)).isEmpty();
				assertThat(products.save(POT)).isEqualTo(POT);
				assertThat(products.find(1)).contains(POT);
				assertThat(products.offer("acme", 1)).isSameAs(products.offer("acme", 1));
				products.newContract("acme");
				assertThat(products.report("acme").products()).containsExactly(POT);
				products.remove(1);
				assertThat(products.find(1)).isEmpty();
				assertThat(context.getBean(CacheManager.class).getCacheNames()).contains("offers", "products",
						"reports");
			});
	}

	private static void readYaml(ConfigurableApplicationContext context) {
		try {
			new YamlPropertySourceLoader().load("cache", new ClassPathResource("cache.yml", ProductsTests.class))
				.forEach((source) -> context.getEnvironment().getPropertySources().addLast(source));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
