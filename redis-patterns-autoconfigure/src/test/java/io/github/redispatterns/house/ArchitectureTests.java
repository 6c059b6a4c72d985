package io.github.redispatterns.house;

import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Levels: the root's vocabulary, {@code internal}, primitives, composites,
 * {@code actuate}. A package sees lower levels only, so there are no cycles.
 */
class ArchitectureTests {

	private static final Set<String> PRIMITIVES = Set.of("lock", "semaphore", "ratelimit", "circuitbreaker", "pubsub",
			"stream", "queue", "bloom", "counter", "leaderboard", "geo", "timeseries", "activity");

	/** Composites with the primitives that each may use. */
	private static final Map<String, Set<String>> COMPOSITES = Map.of("analytics", Set.of("counter", "timeseries"),
			"cache", Set.of("bloom"), "cart", Set.of(), "chat", Set.of("ratelimit"), "flag", Set.of("counter"),
			"notification", Set.of("queue"), "readmodel", Set.of("stream"), "session", Set.of(), "webhook",
			Set.of("queue", "ratelimit", "circuitbreaker"));

	private static final Rule LEVELS = (type) -> ours(type).filter((used) -> !maySee(type, used))
		.map((used) -> type.getName() + " must not see " + used.getName());

	private static final Rule KNOWN_PATTERNS = (type) -> isKnown(House.pattern(type)) ? Stream.empty() : Stream
		.of(type.getPackageName() + " is at no level: add it to " + ArchitectureTests.class.getSimpleName());

	private static final Rule SUB_PACKAGES = (type) -> ours(type)
		.filter((used) -> used.getPackageName().startsWith(type.getPackageName() + "."))
		.filter((used) -> !isWiring(type) && !isRoot(type))
		.map((used) -> type.getName() + " must not see its sub-package's " + used.getName());

	private static final Rule WIRING_IS_NOT_USED = (type) -> isWiring(type) ? Stream.empty()
			: ours(type).filter(ArchitectureTests::isWiring)
				.map((used) -> type.getName() + " must not depend on " + used.getName());

	@Test
	void aPackageSeesLowerLevelsOnly() {
		assertThat(LEVELS.check()).isEmpty();
	}

	@Test
	void everyPackageHasALevel() {
		assertThat(KNOWN_PATTERNS.check()).isEmpty();
	}

	@Test
	void whatASubPackageAddsIsNotNeededAbove() {
		assertThat(SUB_PACKAGES.check()).isEmpty();
	}

	@Test
	void nothingDependsOnWiring() {
		assertThat(WIRING_IS_NOT_USED.check()).isEmpty();
	}

	@Test
	void bitesWhenAPrimitiveSeesAnother() {
		CounterExample code = CounterExample.of("package io.github.redispatterns.lock; public class Locks { }",
				"package io.github.redispatterns.queue; class Jobs { io.github.redispatterns.lock.Locks locks; }");

		assertThat(code.problems(LEVELS))
			.containsExactly("io.github.redispatterns.queue.Jobs must not see io.github.redispatterns.lock.Locks");
	}

	@Test
	void bitesWhenACompositeSeesAPrimitiveThatIsNotListed() {
		CounterExample code = CounterExample.of("package io.github.redispatterns.geo; public class Places { }",
				"package io.github.redispatterns.bloom; public class Filters { }",
				"package io.github.redispatterns.cache.web; class Tiers { io.github.redispatterns.geo.Places places;"
						+ " io.github.redispatterns.bloom.Filters filters; }");

		assertThat(code.problems(LEVELS))
			.containsExactly("io.github.redispatterns.cache.web.Tiers must not see io.github.redispatterns.geo.Places");
	}

	@Test
	void bitesWhenTheKernelSeesAPattern() {
		CounterExample code = CounterExample.of("package io.github.redispatterns.lock; public class Locks { }",
				"package io.github.redispatterns.internal; class Worker { io.github.redispatterns.lock.Locks[] locks; }",
				"package io.github.redispatterns; class Word { io.github.redispatterns.internal.Require require; }");

		assertThat(code.problems(LEVELS)).hasSize(2);
	}

	@Test
	void bitesOnAPackageOfNoLevel() {
		CounterExample code = CounterExample.of("package io.github.redispatterns.misc; class Thing { }");

		assertThat(code.problems(KNOWN_PATTERNS)).hasSize(1);
	}

	@Test
	void bitesWhenAPatternSeesItsSubPackage() {
		CounterExample code = CounterExample.of("package io.github.redispatterns.lock.web; public class Filter { }",
				"package io.github.redispatterns.lock; class Locks { io.github.redispatterns.lock.web.Filter filter; }");

		assertThat(code.problems(SUB_PACKAGES)).hasSize(1);
	}

	@Test
	void bitesWhenCodeUsesWiring() {
		CounterExample code = CounterExample.of("package io.github.redispatterns.lock; class Locks {"
				+ " Object wiring = new io.github.redispatterns.internal.KernelAutoConfiguration(); }");

		assertThat(code.problems(WIRING_IS_NOT_USED)).hasSize(1);
	}

	private static Stream<JavaClass> ours(JavaClass type) {
		return type.getDirectDependenciesFromSelf()
			.stream()
			.map((dependency) -> dependency.getTargetClass().getBaseComponentType())
			.filter(House::isOurs)
			.filter((used) -> !used.equals(type));
	}

	private static boolean maySee(JavaClass type, JavaClass used) {
		String from = House.pattern(type);
		String to = House.pattern(used);
		if (from.equals(to) || to.isEmpty()) {
			return true;
		}
		return switch (from) {
			case "", "internal" -> false;
			case "actuate" -> true;
			default -> to.equals("internal") || COMPOSITES.getOrDefault(from, Set.of()).contains(to);
		};
	}

	private static boolean isKnown(String pattern) {
		return Set.of("", "internal", "actuate").contains(pattern) || PRIMITIVES.contains(pattern)
				|| COMPOSITES.containsKey(pattern);
	}

	private static boolean isRoot(JavaClass type) {
		return type.getPackageName().equals(House.ROOT);
	}

	private static boolean isWiring(JavaClass type) {
		return House.file(type).endsWith("AutoConfiguration");
	}

}
