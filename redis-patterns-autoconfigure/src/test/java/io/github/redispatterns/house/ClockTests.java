package io.github.redispatterns.house;

import java.util.Set;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is held for a lease never asks what time it is on this machine, so that clocks
 * that differ change nothing: Redis keeps the time of leases, the monotonic clock
 * measures them here.
 */
class ClockTests {

	private static final Set<String> LEASED = Set.of("internal", "lock", "semaphore");

	/** Hands the wall clock to what measures its difference from the server's. */
	private static final String MEASURED = "KernelAutoConfiguration";

	private static final Rule NO_WALL_CLOCK = (type) -> isLeased(type)
			? Stream.concat(type.getAccessesFromSelf().stream(), type.getMethodReferencesFromSelf().stream())
				.filter(ClockTests::readsTheWallClock)
				.map((access) -> type.getName() + " reads the wall clock: " + access.getTargetOwner().getSimpleName()
						+ "." + access.getName())
			: Stream.empty();

	@Test
	void leasesDoNotDependOnTheClockOfTheMachine() {
		assertThat(NO_WALL_CLOCK.check()).isEmpty();
	}

	@Test
	void bitesOnEveryWayToReadIt() {
		CounterExample code = CounterExample.of("""
				package io.github.redispatterns.lock;
				class RedisLocks {
					long a = System.currentTimeMillis();
					java.util.function.LongSupplier b = System::currentTimeMillis;
					java.time.Instant c = java.time.Instant.now();
					java.time.Clock d = java.time.Clock.systemUTC();
					java.util.Date e = new java.util.Date();
					java.time.ZonedDateTime f = java.time.ZonedDateTime.now();
				}""", """
				package io.github.redispatterns.semaphore;
				class Fine {
					long a = System.nanoTime();
					java.time.Instant b = java.time.Instant.ofEpochSecond(1);
				}""");

		assertThat(code.problems(NO_WALL_CLOCK)).containsExactly(
				"io.github.redispatterns.lock.RedisLocks reads the wall clock: Clock.systemUTC",
				"io.github.redispatterns.lock.RedisLocks reads the wall clock: Date.<init>",
				"io.github.redispatterns.lock.RedisLocks reads the wall clock: Instant.now",
				"io.github.redispatterns.lock.RedisLocks reads the wall clock: System.currentTimeMillis",
				"io.github.redispatterns.lock.RedisLocks reads the wall clock: ZonedDateTime.now");
	}

	private static boolean isLeased(JavaClass type) {
		String packageName = type.getPackageName();
		return LEASED.contains(packageName.substring(packageName.lastIndexOf('.') + 1))
				&& !House.file(type).equals(MEASURED);
	}

	private static boolean readsTheWallClock(JavaAccess<?> access) {
		String owner = access.getTargetOwner().getName();
		String name = access.getName();
		return (owner.equals("java.lang.System") && name.equals("currentTimeMillis"))
				|| (owner.startsWith("java.time.") && name.equals("now"))
				|| (owner.equals("java.time.Clock") && (name.startsWith("system") || name.startsWith("tick")))
				|| (owner.equals("java.util.Date") && name.equals("<init>"));
	}

}
