package io.github.redispatterns.internal;

import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;

import org.springframework.aop.support.AopUtils;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How a pattern with an annotation and an endpoint is wired, and when it is not.
 *
 * @param <A> its API
 */
public abstract class AutoConfigurationContract<A> {

	private final Class<A> api;

	private final Class<?> endpoint;

	private final Class<?> annotated;

	private final Class<?>[] configurations;

	private final String endpointId;

	protected final String prefix;

	protected final ApplicationContextRunner runner;

	protected final ApplicationContextRunner exposed;

	/**
	 * Describe a pattern.
	 * @param api the bean that the user may replace
	 * @param endpoint its endpoint
	 * @param annotated a bean that carries the annotation
	 * @param prefix what its properties begin with
	 * @param configurations what wires it
	 */
	protected AutoConfigurationContract(Class<A> api, Class<?> endpoint, Class<?> annotated, String prefix,
			Class<?>... configurations) {
		this.api = api;
		this.endpoint = endpoint;
		this.annotated = annotated;
		this.prefix = prefix;
		this.configurations = configurations;
		this.endpointId = endpoint.getAnnotation(Endpoint.class).id();
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class, AopAutoConfiguration.class,
					KernelAutoConfiguration.class))
			.withConfiguration(AutoConfigurations.of(configurations))
			.withPropertyValues("spring.data.redis.client-type=jedis", "spring.data.redis.port=1");
		this.exposed = this.runner.withPropertyValues("management.endpoints.web.exposure.include=" + this.endpointId);
	}

	@Test
	void startsWithoutTouchingRedis() {
		startsWithoutTouchingRedis(this.annotated);
	}

	protected final void startsWithoutTouchingRedis(Class<?> bean, String... properties) {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		this.exposed.withBean(bean).withPropertyValues(properties).run((context) -> {
			assertThat(context).hasNotFailed().hasSingleBean(this.api);
			assertThat(AopUtils.isCglibProxy(context.getBean(bean))).isTrue();
			assertThat(AopUtils.isAopProxy(context.getBean(this.api))).isFalse();
			assertThat(Thread.getAllStackTraces().keySet()).filteredOn((thread) -> !before.contains(thread))
				.extracting(Thread::getName)
				.noneMatch((name) -> name.startsWith("redis-patterns-"));
		});
	}

	@Test
	void backsOffWhenTheUserDefinesOne() {
		A own = Mockito.mock(this.api);
		this.runner.withBean(this.api, () -> own).run((context) -> assertThat(context).getBean(this.api).isSameAs(own));
	}

	@Test
	void isSwitchedOffByItsProperty() {
		this.exposed.withPropertyValues(this.prefix + "enabled=false").withBean(this.annotated).run((context) -> {
			assertThat(context).hasNotFailed()
				.doesNotHaveBean(this.api)
				.doesNotHaveBean(this.endpoint)
				.doesNotHaveBean(AnnotationContract.class);
			assertThat(AopUtils.isAopProxy(context.getBean(this.annotated))).isFalse();
		});
	}

	@Test
	void isSwitchedOffWithAllPatterns() {
		this.runner.withPropertyValues("redis-patterns.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(this.api));
	}

	@Test
	void isNotThereWithoutRedis() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(KernelAutoConfiguration.class))
			.withConfiguration(AutoConfigurations.of(this.configurations))
			.withClassLoader(new FilteredClassLoader("org.springframework.data.redis"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(this.api));
	}

	@ParameterizedTest
	@ValueSource(strings = { "org.springframework.boot.actuate", "org.springframework.boot.health" })
	void worksWithoutActuatorReactorAndAspectj(String also) {
		this.runner
			.withClassLoader(
					new FilteredClassLoader("org.springframework.boot.actuate", also, "reactor", "org.aspectj"))
			.withPropertyValues("spring.data.redis.lettuce.pool.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(this.api)
				.doesNotHaveBean(this.endpoint));
	}

	@Test
	void hasTheEndpointWhereItIsExposed() {
		this.exposed.run((context) -> assertThat(context).hasSingleBean(this.endpoint));
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(this.endpoint));
		this.exposed.withPropertyValues("management.endpoint." + this.endpointId + ".access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(this.endpoint));
	}

	@Test
	void hasNoEndpointWithoutActuator() {
		this.exposed.withClassLoader(new FilteredClassLoader(ConditionalOnAvailableEndpoint.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(this.api)
				.doesNotHaveBean(this.endpoint));
	}

}
