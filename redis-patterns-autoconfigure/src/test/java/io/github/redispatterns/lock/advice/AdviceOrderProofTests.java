package io.github.redispatterns.lock.advice;

import java.util.concurrent.CompletableFuture;

import io.github.redispatterns.PatternConfigurationException;
import io.github.redispatterns.internal.KernelAutoConfiguration;
import io.github.redispatterns.lock.DistributedLock;
import io.github.redispatterns.lock.LockAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.aop.Advisor;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Role;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.Ordered;
import org.springframework.scheduling.annotation.AnnotationAsyncExecutionInterceptor;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * A context in which something else surrounds the lock does not start, and says why.
 */
@ExtendWith(OutputCaptureExtension.class)
class AdviceOrderProofTests {

	private static final String INSIDE = "@DistributedLock on Work.inTransaction() is inside of the transaction of the"
			+ " same method, so others get the lock before they can see what was committed. Let"
			+ " @EnableTransactionManagement have a larger 'order' than redis-patterns.lock.advice-order.";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class, AopAutoConfiguration.class,
				KernelAutoConfiguration.class, LockAutoConfiguration.class, LockAdviceAutoConfiguration.class,
				DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class,
				TransactionAutoConfiguration.class, CacheAutoConfiguration.class))
		.withPropertyValues("spring.data.redis.client-type=jedis", "spring.cache.type=simple",
				"spring.datasource.generate-unique-name=true")
		.withBean(Work.class);

	@Test
	void whatBootBuildsStarts() {
		this.runner.withUserConfiguration(CachesAndAsync.class).run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void aTransactionAroundTheLockStopsTheStart() {
		this.runner.withUserConfiguration(OuterTransactions.class)
			.run((context) -> assertThat(NestedExceptionUtils.getMostSpecificCause(context.getStartupFailure()))
				.isInstanceOf(PatternConfigurationException.class)
				.hasMessage(INSIDE + " Or set 'redis-patterns.lint' to warn or off."));
	}

	@Test
	void anOrderOfTheLockOfTheApplicationsOwnCounts() {
		this.runner.withPropertyValues("redis-patterns.lock.advice-order=-1")
			.withUserConfiguration(OuterTransactions.class)
			.run((context) -> assertThat(context).hasNotFailed());
		this.runner.withPropertyValues("redis-patterns.lock.advice-order=" + Integer.MAX_VALUE)
			.withUserConfiguration(TransactionsBeforeThat.class)
			.run((context) -> assertThat(context).hasFailed());
	}

	@Test
	void aCacheAroundTheLockStopsTheStart() {
		this.runner.withUserConfiguration(OuterCaches.class)
			.run((context) -> assertThat(NestedExceptionUtils.getMostSpecificCause(context.getStartupFailure()))
				.hasMessageContaining("@DistributedLock on Work.cached() is inside of the cache advice"));
	}

	@Test
	void aLockAroundAnAsynchronousMethodStopsTheStart() {
		this.runner.withUserConfiguration(InnerAsync.class)
			.run((context) -> assertThat(NestedExceptionUtils.getMostSpecificCause(context.getStartupFailure()))
				.hasMessageContaining("@DistributedLock on Work.elsewhere() is outside of @Async"));
	}

	@Test
	void mayOnlyWarn(CapturedOutput output) {
		this.runner.withPropertyValues("redis-patterns.lint=warn")
			.withUserConfiguration(OuterTransactions.class)
			.run((context) -> assertThat(context).hasNotFailed());

		assertThat(output).contains(INSIDE);
	}

	@Test
	void mayNotLook(CapturedOutput output) {
		this.runner.withPropertyValues("redis-patterns.lint=off")
			.withUserConfiguration(OuterTransactions.class)
			.run((context) -> assertThat(context).hasNotFailed());

		assertThat(output).doesNotContain(INSIDE);
	}

	@Test
	void theReportOfTheFailureSaysWhatToDo(CapturedOutput output) {
		assertThatException()
			.isThrownBy(() -> new SpringApplicationBuilder(MisorderedApp.class).web(WebApplicationType.NONE)
				.run("--spring.data.redis.client-type=jedis", "--spring.datasource.generate-unique-name=true"));

		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Description:", INSIDE.substring(0, INSIDE.indexOf(". Let")))
			.contains("Action:", "Let @EnableTransactionManagement have a larger 'order'");
	}

	static class Work {

		@Transactional
		@DistributedLock
		void inTransaction() {
		}

		@Cacheable("work")
		@DistributedLock
		String cached(String who) {
			return who;
		}

		@Async
		@DistributedLock
		CompletableFuture<String> elsewhere() {
			return CompletableFuture.completedFuture("done");
		}

		@Transactional
		void unlocked() {
		}

		@DistributedLock
		void locked() {
		}

	}

	@EnableAutoConfiguration
	@EnableTransactionManagement(order = 0, proxyTargetClass = true)
	@Import(Work.class)
	static class MisorderedApp {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	@EnableAsync
	static class CachesAndAsync {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement(order = 0, proxyTargetClass = true)
	static class OuterTransactions {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement(order = Integer.MAX_VALUE - 1, proxyTargetClass = true)
	static class TransactionsBeforeThat {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching(order = 0)
	static class OuterCaches {

	}

	@Configuration(proxyBeanMethods = false)
	static class InnerAsync {

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static Advisor async() {
			DefaultPointcutAdvisor advisor = new DefaultPointcutAdvisor(
					AnnotationMatchingPointcut.forMethodAnnotation(Async.class),
					new AnnotationAsyncExecutionInterceptor(null));
			advisor.setOrder(Ordered.LOWEST_PRECEDENCE);
			return advisor;
		}

	}

}
