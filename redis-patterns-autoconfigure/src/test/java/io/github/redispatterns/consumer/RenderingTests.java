package io.github.redispatterns.consumer;

import java.io.IOException;
import java.io.UncheckedIOException;

import io.github.redispatterns.internal.KernelAutoConfiguration;
import io.github.redispatterns.semaphore.ResourcePool;
import io.github.redispatterns.semaphore.ResourcePools;
import io.github.redispatterns.semaphore.SemaphoreAutoConfiguration;
import io.github.redispatterns.semaphore.SemaphorePolicy;
import io.github.redispatterns.semaphore.Semaphores;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the page on semaphores quotes starts, without Redis.
 */
class RenderingTests {

	@Test
	void startsWithWhatThePageQuotes() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class, DataRedisAutoConfiguration.class,
					KernelAutoConfiguration.class, SemaphoreAutoConfiguration.class))
			.withPropertyValues("spring.data.redis.port=1")
			.withInitializer(RenderingTests::readYaml)
			.withBean(Rendering.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(Semaphores.class).policies()).extracting(SemaphorePolicy::name)
					.containsExactly("Rendering.synchronise", "import", "render");
				assertThat(context.getBean(ResourcePools.class).pools()).extracting(ResourcePool::policy)
					.singleElement()
					.satisfies((pool) -> assertThat(pool.items()).containsExactly("p1", "p2"));
			});
	}

	private static void readYaml(ConfigurableApplicationContext context) {
		try {
			new YamlPropertySourceLoader()
				.load("semaphore", new ClassPathResource("semaphore.yml", RenderingTests.class))
				.forEach((source) -> context.getEnvironment().getPropertySources().addLast(source));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
