package io.github.redispatterns.bloom;

import java.time.Duration;

import io.github.redispatterns.internal.KernelAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class BloomAutoConfigurationTests {

	private static final String PREFIX = "redis-patterns.bloom.";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class, KernelAutoConfiguration.class,
				BloomAutoConfiguration.class))
		.withPropertyValues("spring.data.redis.port=1", PREFIX + "filters.products.capacity=10");

	@Test
	void configuresFiltersWithoutTouchingRedis() {
		this.runner.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(BloomFilters.class));
	}

	@Test
	void backsOffWhenTheUserDefinesOne() {
		BloomFilters filters = Mockito.mock(BloomFilters.class);
		this.runner.withBean(BloomFilters.class, () -> filters)
			.run((context) -> assertThat(context).getBean(BloomFilters.class).isSameAs(filters));
	}

	@Test
	void isSwitchedOffByItsProperty() {
		this.runner.withPropertyValues(PREFIX + "enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(BloomFilters.class));
		this.runner.withPropertyValues("redis-patterns.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(BloomFilters.class));
	}

	@Test
	void worksWithoutActuator() {
		this.runner
			.withClassLoader(
					new FilteredClassLoader("org.springframework.boot.actuate", "org.springframework.boot.health"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(BloomFilters.class)
				.doesNotHaveBean(BloomFiltersEndpoint.class));
	}

	@Test
	void bindsFiltersOverDefaults() {
		this.runner
			.withPropertyValues(PREFIX + "defaults.error-rate=0.02", PREFIX + "defaults.ttl=3d",
					PREFIX + "defaults.rotate=1d", PREFIX + "filters.products.ready-after=rebuild",
					PREFIX + "filters.products.on-full=fail", PREFIX + "filters.orders.error-rate=0.001",
					PREFIX + "filters.orders.when-unavailable=fail")
			.run((context) -> {
				BloomFilters filters = context.getBean(BloomFilters.class);
				assertThat(filters.all()).extracting(BloomFilter::name).containsExactly("orders", "products");
				assertThat(filters.filter("products").spec()).isEqualTo(new BloomSpec(10, 0.02, BloomSpec.OnFull.FAIL,
						null, Duration.ofDays(3), BloomSpec.ReadyAfter.REBUILD, BloomSpec.WhenUnavailable.MAYBE));
				assertThat(filters.filter("orders").spec()).isEqualTo(BloomSpec.of(100_000, 0.001)
					.withTtl(Duration.ofDays(3))
					.withRotate(Duration.ofDays(1))
					.withWhenUnavailable(BloomSpec.WhenUnavailable.FAIL));
			});
	}

	@Test
	void makesUnknownFiltersFromTheDefaultsWhereThatIsAllowed() {
		this.runner.withPropertyValues(PREFIX + "create-unknown=true", PREFIX + "defaults.capacity=7")
			.run((context) -> assertThat(context.getBean(BloomFilters.class).filter("new").spec().capacity())
				.isEqualTo(7));
	}

	@Test
	void metersFiltersByName() {
		this.runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new).run((context) -> {
			assertThat(context.getBean(BloomFilters.class).filter("products").check("a")).isEqualTo(Presence.UNKNOWN);
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("redis.patterns.bloom.checks")
				.tag("filter", "products")
				.tag("outcome", "unknown")
				.counter()
				.count()).isEqualTo(1);
			assertThat(registry.get("redis.patterns.bloom.fill").tag("filter", "products").gauge().value()).isNaN();
		});
	}

	@Test
	void letsNobodyChangeAFilterOverHttpUnlessToldSo() {
		assertThat(BloomFiltersEndpoint.class.getAnnotation(Endpoint.class).defaultAccess())
			.isEqualTo(Access.READ_ONLY);
	}

	@Test
	void showsTheEndpointWhereItIsExposed() {
		String exposed = "management.endpoints.web.exposure.include=redisbloom";
		this.runner.withPropertyValues(exposed)
			.run((context) -> assertThat(context).hasSingleBean(BloomFiltersEndpoint.class));
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(BloomFiltersEndpoint.class));
	}

}
