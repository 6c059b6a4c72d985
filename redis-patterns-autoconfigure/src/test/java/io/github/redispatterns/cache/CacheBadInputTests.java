package io.github.redispatterns.cache;

import java.util.List;
import java.util.Locale;

import io.github.redispatterns.internal.KernelAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.interceptor.SimpleKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What is wrong is said where it is wrong: property, value and what is allowed.
 */
class CacheBadInputTests {

	private static final String PREFIX = "redis-patterns.cache.";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class, KernelAutoConfiguration.class,
				CacheAutoConfiguration.class))
		.withPropertyValues("spring.data.redis.client-type=jedis", "spring.data.redis.port=1");

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			ttl                    | 0s    | is PT0S but must be from PT0.001S to PT8760H
			ttl                    | -1m   | is PT-1M but must be from PT0.001S to PT8760H
			ttl                    | 366d  | is PT8784H but must be from PT0.001S to PT8760H
			null-ttl               | -1s   | is PT-1S but must be from PT0S to PT10M
			null-ttl               | 11m   | is PT11M but must be from PT0S to PT10M
			jitter                 | 0.6   | is 0.6 but must be from 0 to 0.5
			jitter                 | -0.1  | is -0.1 but must be from 0 to 0.5
			local.maximum-size     | 0     | is 0 but must be from 1 to 100000000
			local.ttl              | 0s    | is PT0S but must be from PT0.001S to PT8760H
			stale.on-error         | -1s   | is PT-1S but must be from PT0S to PT720H
			stale.while-revalidate | 31d   | is PT744H but must be from PT0S to PT720H
			stale.error-pause      | 0s    | is PT0S but must be from PT0.001S to PT1H
			refresh.ahead          | 0     | is 0.0 but must be above 0 and up to 1, which is never
			refresh.ahead          | 1.1   | is 1.1 but must be above 0 and up to 1, which is never
			refresh.early-beta     | -1    | is -1.0 but must be from 0, which is never, to 100
			load.lease             | 0s    | is PT0S but must be from PT0.1S to PT10M
			load.wait-time         | 0s    | is PT0S but must be from PT0.001S to PT10M
			load.timeout           | -1s   | is PT-1S but must be from PT0S to PT1H
			load.soft-timeout      | 2h    | is PT2H but must be from PT0S to PT1H
			load.max-concurrent    | -1    | is -1 but must be 0, which is any number, or more
			load.max-queue         | -1    | is -1 but must be 0 or more
			value.compress-above   | -1B   | is -1B but must be from 0 B to 512 MB
			value.compress-above   | 3GB   | is 3221225472B but must be from 0 B to 512 MB
			value.max-size         | 0B    | is 0B but must be from 1 B to 512 MB
			value.max-size         | 1GB   | is 1073741824B but must be from 1 B to 512 MB
			evict.hold-off         | 2m    | is PT2M but must be from PT0S to PT1M
			""")
	void namesASettingThatIsWrong(String setting, String value, String problem) {
		for (String place : List.of("defaults.", "caches.books.")) {
			String property = PREFIX + place + setting;
			this.runner.withPropertyValues(property + "=" + value)
				.run((context) -> assertThat(context).getFailure()
					.rootCause()
					.hasMessageContaining("'" + property + "' " + problem));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "1s", "2s" })
	void wantsTheSoftTimeoutShorterThanTheTimeout(String soft) {
		this.runner
			.withPropertyValues(PREFIX + "defaults.load.timeout=1s", PREFIX + "caches.books.load.soft-timeout=" + soft)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("'" + PREFIX + "caches.books.load.soft-timeout' is PT"
						+ soft.toUpperCase(Locale.ROOT) + " but must be shorter than load.timeout, PT1S"));
	}

	@ParameterizedTest
	@CsvSource({ "when-unavailable,sometimes", "defaults.tiers,three", "defaults.load.coalesce,world",
			"caches.books.load.on-wait-timeout,cry", "defaults.ttl,soon", "caches.books.allow-null,perhaps",
			"defaults.local.maximum-size,many", "defaults.value.max-size,huge" })
	void namesAPropertyWhoseValueMeansNothing(String setting, String value) {
		this.runner.withPropertyValues(PREFIX + setting + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining(PREFIX + setting)
				.hasStackTraceContaining(value));
	}

	@Test
	void aShorterLifeOfOneCacheShortensWhatIsSaidFarther() {
		this.runner
			.withPropertyValues(PREFIX + "defaults.null-ttl=1m", PREFIX + "caches.books.ttl=10s",
					PREFIX + "caches.films.ttl=10s", PREFIX + "caches.films.null-ttl=2s")
			.run((context) -> {
				TieredCacheManager caches = context.getBean(TieredCacheManager.class);
				assertThat(caches.tiers("books").settings().nullTtl()).hasSeconds(10);
				assertThat(caches.tiers("films").settings().nullTtl()).hasSeconds(2);
				assertThat(caches.tiers("others").settings().nullTtl()).hasMinutes(1);
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a\nb", "a\u0000" })
	void refusesNamesThatAreNone(String name) {
		this.runner.run((context) -> {
			TieredCacheManager caches = context.getBean(TieredCacheManager.class);
			assertThatIllegalArgumentException().isThrownBy(() -> caches.getCache(name))
				.withMessageContaining("'cacheNames' is \"" + name + "\" but must be 1 to 128 characters");
			assertThatIllegalArgumentException().isThrownBy(() -> caches.cache(name, String.class, String.class));
			assertThat(caches.getCacheNames()).isEmpty();
		});
	}

	@Test
	void refusesNamesThatAreTooLong() {
		this.runner.withPropertyValues(PREFIX + "caches." + "x".repeat(129) + ".ttl=1s")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("'redis-patterns.cache.caches' is \"xxx"));
		this.runner.run((context) -> assertThatIllegalArgumentException()
			.isThrownBy(() -> context.getBean(TieredCacheManager.class).getCache("x".repeat(129))));
	}

	@Test
	void knowsOnlyNamedCachesIfToldSo() {
		this.runner
			.withPropertyValues(PREFIX + "create-on-demand=false", PREFIX + "caches.books.ttl=1m",
					PREFIX + "caches.films.ttl=1m")
			.run((context) -> {
				TieredCacheManager caches = context.getBean(TieredCacheManager.class);
				assertThat(caches.getCache("songs")).isNull();
				assertThat(caches.getCache("books")).isNotNull();
				assertThatIllegalArgumentException().isThrownBy(() -> caches.cache("songs", String.class, String.class))
					.withMessage("There is no cache 'songs', and none is created on demand: known are [books, films]");
			});
	}

	@Test
	@SuppressWarnings("NullAway")
	void refusesANullKey() {
		this.runner.withPropertyValues(PREFIX + "defaults.tiers=local").run((context) -> {
			TieredCacheManager caches = context.getBean(TieredCacheManager.class);
			assertThatIllegalArgumentException().isThrownBy(() -> caches.getCache("books").put(null, "Dune"))
				.withMessageStartingWith("'key' is null but must be a key");
			assertThatIllegalArgumentException()
				.isThrownBy(() -> caches.cache("books", String.class, String.class).get(null));
			assertThat(KeyText.of(new SimpleKey((Object) null))).isNotEqualTo(KeyText.of("null"));
		});
	}

	@Test
	void refusesAKeyThatSaysNothing() {
		assertThatIllegalStateException().isThrownBy(() -> KeyText.of(new Object()))
			.withMessageContaining("java.lang.Object")
			.withMessageContaining("@Cacheable(key = ...)");
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void warnsOnceOfTwoTypesInOneCache(CapturedOutput output) {
		this.runner.run((context) -> {
			TieredCacheManager caches = context.getBean(TieredCacheManager.class);
			caches.cache("mixed", String.class, String.class);
			caches.cache("mixed", String.class, String.class);
			assertThat(output).doesNotContain("'mixed'");
			caches.cache("mixed", String.class, Integer.class);
			caches.cache("mixed", String.class, Long.class);
			assertThat(output.toString().split("The cache 'mixed' is declared", -1)).hasSize(2);
			assertThat(output).contains("java.lang.String and of java.lang.Integer");
		});
	}

}
