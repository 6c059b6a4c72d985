package io.github.redispatterns.house;

import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which code may know which library, so that a change of driver, metrics or JSON stays in
 * few files and out of the API.
 */
class TechnologyTests {

	private static final Set<String> DRIVERS = Set.of("org.springframework.data.", "redis.clients.", "io.lettuce.");

	private static final Set<String> HIDDEN = Set.of("org.springframework.data.", "redis.clients.", "io.lettuce.",
			"io.micrometer.", "tools.jackson.", "com.fasterxml.jackson.", "com.github.benmanes.");

	private static final Rule API = (type) -> signature(type)
		.filter((used) -> isVisible(type) && !isInternal(type) && !isWiring(type) && !named(type, "Customizer"))
		.filter((used) -> HIDDEN.stream().anyMatch(used.getName()::startsWith))
		.map((used) -> type.getName() + " shows " + used.getName() + " to users");

	private static final Rule METERS = only((type) -> isInternal(type) || isWiring(type) || named(type, "Meters")
			|| named(type, "Endpoint") || House.pattern(type).equals("actuate"), Set.of("io.micrometer."));

	private static final Rule REDIS = only((type) -> isInternal(type) || isWiring(type) || named(type, "Scripts")
			|| House.file(type).startsWith("Redis"), DRIVERS);

	private static final Rule SCRIPTS = only((type) -> isInternal(type) || named(type, "Scripts"),
			Set.of("io.github.redispatterns.internal.LuaScript"));

	private static final Rule NO_DANGEROUS_COMMANDS = (type) -> type.getMethodCallsFromSelf()
		.stream()
		.filter((call) -> DRIVERS.stream().anyMatch(call.getTargetOwner().getName()::startsWith))
		.filter((call) -> Set.of("keys", "flushall", "flushdb", "configset", "setconfig")
			.contains(call.getName().toLowerCase(java.util.Locale.ROOT)))
		.map((call) -> call.getDescription());

	@Test
	void theApiShowsNoDriverNoMetricsAndNoJson() {
		assertThat(API.check()).isEmpty();
	}

	@Test
	void onlyMetersAndEndpointsKnowMicrometer() {
		assertThat(METERS.check()).isEmpty();
	}

	@Test
	void onlyImplementationsKnowTheDriver() {
		assertThat(REDIS.check()).isEmpty();
	}

	@Test
	void onlyScriptsHoldScripts() {
		assertThat(SCRIPTS.check()).isEmpty();
	}

	@Test
	void nothingScansAllKeysOrFlushes() {
		assertThat(NO_DANGEROUS_COMMANDS.check()).isEmpty();
	}

	@Test
	void bitesOnADriverTypeInASignature() {
		CounterExample code = CounterExample.of("""
				package io.github.redispatterns.lock;
				public interface Locks {
					java.util.List<redis.clients.jedis.UnifiedJedis> clients();
				}""", """
				package io.github.redispatterns.lock;
				public record Lease(io.micrometer.core.instrument.Timer timer) {
				}""");

		assertThat(code.problems(API)).containsExactly(
				"io.github.redispatterns.lock.Lease shows io.micrometer.core.instrument.Timer to users",
				"io.github.redispatterns.lock.Locks shows redis.clients.jedis.UnifiedJedis to users");
	}

	@Test
	void bitesOnMetersElsewhere() {
		CounterExample code = CounterExample.of("""
				package io.github.redispatterns.lock;
				class RedisLocks {
					void count() {
						new io.micrometer.core.instrument.simple.SimpleMeterRegistry().counter("lock").increment();
					}
				}""");

		assertThat(code.problems(METERS)).isNotEmpty();
	}

	@Test
	void bitesOnTheDriverElsewhere() {
		CounterExample code = CounterExample.of("""
				package io.github.redispatterns.lock;
				class LockInterceptor {
					private org.springframework.data.redis.core.StringRedisTemplate redis;
				}""");

		assertThat(code.problems(REDIS)).isNotEmpty();
	}

	@Test
	void bitesOnAScriptElsewhere() {
		CounterExample code = CounterExample.of("""
				package io.github.redispatterns.lock;
				class RedisLocks {
					private io.github.redispatterns.internal.LuaScript<Long> acquire;
				}""");

		assertThat(code.problems(SCRIPTS)).isNotEmpty();
	}

	@Test
	void bitesOnKeys() {
		CounterExample code = CounterExample.of("""
				package io.github.redispatterns.lock;
				class RedisLocks {
					void clear(org.springframework.data.redis.core.StringRedisTemplate redis) {
						redis.keys("*");
					}
				}""");

		assertThat(code.problems(NO_DANGEROUS_COMMANDS)).hasSize(1);
	}

	private static Rule only(Predicate<JavaClass> allowed, Set<String> technologies) {
		return (type) -> allowed.test(type) ? Stream.empty()
				: type.getDirectDependenciesFromSelf()
					.stream()
					.map((dependency) -> dependency.getTargetClass().getBaseComponentType().getName())
					.filter((used) -> technologies.stream().anyMatch(used::startsWith))
					.map((used) -> type.getName() + " must not know " + used);
	}

	private static Stream<JavaClass> signature(JavaClass type) {
		Stream<JavaType> members = type.getMembers().stream().filter(TechnologyTests::isVisible).flatMap((member) -> {
			if (member instanceof JavaField field) {
				return Stream.of(field.getType());
			}
			JavaCodeUnit unit = (JavaCodeUnit) member;
			return Stream.concat(Stream.of(unit.getReturnType()),
					Stream.concat(unit.getParameterTypes().stream(), unit.getExceptionTypes().stream()));
		});
		Stream<JavaType> parents = Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
		return Stream.concat(members, parents)
			.flatMap((used) -> used.getAllInvolvedRawTypes().stream())
			.map(JavaClass::getBaseComponentType);
	}

	private static boolean isVisible(JavaMember member) {
		return member.getModifiers().contains(JavaModifier.PUBLIC)
				|| member.getModifiers().contains(JavaModifier.PROTECTED);
	}

	private static boolean isVisible(JavaClass type) {
		return type.getModifiers().contains(JavaModifier.PUBLIC)
				&& type.getEnclosingClass().map(TechnologyTests::isVisible).orElse(true);
	}

	private static boolean isInternal(JavaClass type) {
		return House.pattern(type).equals("internal");
	}

	private static boolean isWiring(JavaClass type) {
		return named(type, "AutoConfiguration");
	}

	private static boolean named(JavaClass type, String ending) {
		return House.file(type).endsWith(ending);
	}

}
