package io.github.redispatterns.house;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How types are named, hidden and closed, and what their code does not do.
 */
class TypeTests {

	private static final Pattern HIDDEN = Pattern
		.compile("Redis[A-Z]\\w*|\\w+(Keys|Scripts|Interceptor|Meters|FailureAnalyzer|RuntimeHints|Configuration)");

	private static final Pattern FORBIDDEN = Pattern
		.compile("(I[A-Z][a-z]\\w*)?\\w*(Utils?|Utility|Helper|Manager|Impl)");

	/** Each call with the door in {@code internal} that replaces it. */
	private static final Set<String> CLOCKS_AND_THREADS = Set.of("java.lang.System.currentTimeMillis",
			"java.time.Instant.now", "java.time.LocalDateTime.now", "java.time.ZonedDateTime.now",
			"java.time.LocalDate.now", "java.time.Clock.systemUTC", "java.time.Clock.systemDefaultZone",
			"java.lang.Thread." + "sleep", "java.util.concurrent.TimeUnit.sleep", "java.lang.Thread.<init>",
			"java.util.concurrent.locks.LockSupport.parkNanos", "java.util.Timer.<init>");

	private static final Rule IMPLEMENTATIONS_ARE_HIDDEN = (type) -> Rule
		.unless(!isPublic(type) || !isImplementation(type), type.getName() + " is public");

	private static final Rule CLASSES_ARE_FINAL = (type) -> Rule.unless(
			!isConcrete(type) || type.getModifiers().contains(JavaModifier.FINAL) || isNestedConfiguration(type),
			type.getName() + " is not final");

	private static final Rule NAMES = (type) -> Rule.unless(
			(!FORBIDDEN.matcher(type.getSimpleName()).matches() || isNamedLikeItsInterface(type))
					&& !(isPublic(type) && type.getSimpleName().startsWith("Abstract")),
			type.getName() + " does not say what it is");

	private static final Rule ONE_DOOR_TO_TIME_AND_THREADS = (type) -> isKernel(type) ? Stream.empty()
			: calls(type).filter(
					(call) -> CLOCKS_AND_THREADS.contains(call) || call.startsWith("java.util.concurrent.Executors."))
				.map((call) -> type.getName() + " calls " + call);

	private static final Rule NO_MUTABLE_COLLECTORS = (type) -> calls(type)
		.filter("java.util.stream.Collectors.toList"::equals)
		.map((call) -> type.getName() + " calls Collectors.toList(): use toList()");

	private static final Rule PACKAGES_ARE_NULL_MARKED = (type) -> Rule
		.unless(type.getPackage().isAnnotatedWith(NullMarked.class), type.getPackageName() + " is not @NullMarked");

	@Test
	void implementationsArePackagePrivate() {
		assertThat(IMPLEMENTATIONS_ARE_HIDDEN.check()).isEmpty();
	}

	@Test
	void concreteClassesAreFinal() {
		assertThat(CLASSES_ARE_FINAL.check()).isEmpty();
	}

	@Test
	void namesSayWhatATypeIs() {
		assertThat(NAMES.check()).isEmpty();
	}

	@Test
	void timeAndThreadsHaveOneDoor() {
		assertThat(ONE_DOOR_TO_TIME_AND_THREADS.check()).isEmpty();
	}

	@Test
	void listsAreImmutable() {
		assertThat(NO_MUTABLE_COLLECTORS.check()).isEmpty();
	}

	@Test
	void everyPackageIsNullMarked() {
		assertThat(PACKAGES_ARE_NULL_MARKED.check()).isEmpty();
	}

	@Test
	void bitesOnPublicImplementations() {
		CounterExample code = CounterExample.of("package io.github.redispatterns.lock; public final class LockKeys { }",
				"package io.github.redispatterns.lock; public final class RedisLocks { }",
				"package io.github.redispatterns.lock; public final class Redistribution { }",
				"package io.github.redispatterns.lock; public class RedisGoneException extends RuntimeException { }");

		assertThat(code.problems(IMPLEMENTATIONS_ARE_HIDDEN)).containsExactly(
				"io.github.redispatterns.lock.LockKeys is public", "io.github.redispatterns.lock.RedisLocks is public");
	}

	@Test
	void bitesOnOpenClasses() {
		CounterExample code = CounterExample.of(
				"package io.github.redispatterns.lock; class Leases { class Inner { } }",
				"package io.github.redispatterns.lock; interface Locks { default Object one() { return new Object() { }; } }",
				"package io.github.redispatterns.lock; enum Mode { FAIR { }, FAST { } }");

		assertThat(code.problems(CLASSES_ARE_FINAL)).containsExactly("io.github.redispatterns.lock.Leases is not final",
				"io.github.redispatterns.lock.Leases$Inner is not final");
	}

	@Test
	void bitesOnNamesThatSayNothing() {
		CounterExample code = CounterExample.of("package io.github.redispatterns.lock; class LockUtils { }",
				"package io.github.redispatterns.lock; class LockManager { }",
				"package io.github.redispatterns.lock; public abstract class AbstractLock { }",
				"package io.github.redispatterns.lock; class Implicit { }");

		assertThat(code.problems(NAMES)).hasSize(3);
	}

	@Test
	void bitesOnAClockOrThreadOfItsOwn() {
		CounterExample code = CounterExample.of("""
				package io.github.redispatterns.lock;
				class Watchdog {
					long now = System.currentTimeMillis();
					java.time.Instant instant = java.time.Instant.now();
					Thread thread = new Thread(() -> { });
					Object pool = java.util.concurrent.Executors.newCachedThreadPool();
					java.util.function.LongSupplier clock = System::currentTimeMillis;
					long ticks = System.nanoTime();
				}""");

		assertThat(code.problems(ONE_DOOR_TO_TIME_AND_THREADS)).containsExactly(
				"io.github.redispatterns.lock.Watchdog calls java.lang.System.currentTimeMillis",
				"io.github.redispatterns.lock.Watchdog calls java.lang.Thread.<init>",
				"io.github.redispatterns.lock.Watchdog calls java.time.Instant.now",
				"io.github.redispatterns.lock.Watchdog calls java.util.concurrent.Executors.newCachedThreadPool");
	}

	@Test
	void bitesOnMethodReferencesToo() {
		CounterExample code = CounterExample.of("""
				package io.github.redispatterns.lock;
				class Watchdog {
					java.util.function.LongSupplier clock = System::currentTimeMillis;
				}""");

		assertThat(code.problems(ONE_DOOR_TO_TIME_AND_THREADS)).hasSize(1);
	}

	@Test
	void bitesOnMutableCollectors() {
		CounterExample code = CounterExample.of("""
				package io.github.redispatterns.lock;
				class Names {
					java.util.List<?> all = java.util.stream.Stream.of(1).collect(java.util.stream.Collectors.toList());
				}""");

		assertThat(code.problems(NO_MUTABLE_COLLECTORS)).hasSize(1);
	}

	@Test
	void bitesOnPackagesThatAreNotNullMarked() {
		CounterExample unmarked = CounterExample.of("package io.github.redispatterns.lock; class Locks { }");
		CounterExample marked = CounterExample.of("package io.github.redispatterns.lock; class Locks { }",
				"@org.jspecify.annotations.NullMarked package io.github.redispatterns.lock;");

		assertThat(unmarked.problems(PACKAGES_ARE_NULL_MARKED)).hasSize(1);
		assertThat(marked.problems(PACKAGES_ARE_NULL_MARKED)).isEmpty();
	}

	private static Stream<String> calls(JavaClass type) {
		return Stream.concat(type.getCodeUnitCallsFromSelf().stream(), type.getCodeUnitReferencesFromSelf().stream())
			.map((access) -> access.getTargetOwner().getName() + "." + access.getName());
	}

	private static boolean isPublic(JavaClass type) {
		return type.getModifiers().contains(JavaModifier.PUBLIC);
	}

	private static boolean isImplementation(JavaClass type) {
		return isTopLevel(type) && !isKernel(type) && !type.isAnnotation() && !type.isAssignableTo(Throwable.class)
				&& !type.getSimpleName().endsWith("AutoConfiguration")
				&& HIDDEN.matcher(type.getSimpleName()).matches();
	}

	private static boolean isTopLevel(JavaClass type) {
		return type.isTopLevelClass();
	}

	private static boolean isKernel(JavaClass type) {
		return Set.of("", "internal").contains(House.pattern(type));
	}

	private static boolean isConcrete(JavaClass type) {
		return !type.isInterface() && !type.isEnum() && !type.isAnonymousClass()
				&& !type.getModifiers().contains(JavaModifier.ABSTRACT) && !type.isAssignableTo(Enum.class)
				&& !type.isAssignableTo(Throwable.class);
	}

	/** Where Spring says Manager, so does who implements it. */
	private static boolean isNamedLikeItsInterface(JavaClass type) {
		return type.getAllRawInterfaces()
			.stream()
			.anyMatch((its) -> its.getPackageName().startsWith("org.springframework.")
					&& type.getSimpleName().endsWith(its.getSimpleName()));
	}

	/** Spring must be able to subclass what an application replaces parts of. */
	private static boolean isNestedConfiguration(JavaClass type) {
		return !isTopLevel(type) && type.isMetaAnnotatedWith("org.springframework.context.annotation.Configuration");
	}

}
