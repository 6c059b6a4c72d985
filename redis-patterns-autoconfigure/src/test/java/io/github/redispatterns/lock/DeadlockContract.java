package io.github.redispatterns.lock;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.github.redispatterns.support.Rivals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Callers that wait for each other in a circle: one gives up, nobody else does.
 */
interface DeadlockContract extends LocksUnderTest {

	/**
	 * As the instances are set up.
	 */
	Duration CHECK_AFTER = Duration.ofSeconds(1);

	@ParameterizedTest
	@ValueSource(ints = { 2, 3, 5 })
	default void aCircleAcrossInstancesEndsWithOneVictim(int parties) {
		String name = name();
		CyclicBarrier allHold = new CyclicBarrier(parties);
		List<List<String>> cycles = Rivals.race(parties, (i) -> party(name, i, parties, i % 3, allHold));

		assertThat(cycles).filteredOn((cycle) -> !cycle.isEmpty()).singleElement().satisfies((cycle) -> {
			assertThat(cycle).hasSize(parties);
			for (int i = 0; i < parties; i++) {
				String lock = "lock '" + name + ":" + i + "'";
				assertThat(cycle).anyMatch((text) -> text.contains(lock));
			}
			assertThat(cycle).allMatch((text) -> text
				.matches("instance \\S+ \\(thread .+\\) waits for lock .+" + " held by instance \\S+"));
		});
	}

	@Test
	default void aCircleInsideOneInstanceEndsToo() {
		String name = name();
		CyclicBarrier allHold = new CyclicBarrier(3);
		List<List<String>> cycles = Rivals.race(3, (i) -> party(name, i, 3, 0, allHold));

		assertThat(cycles).filteredOn((cycle) -> !cycle.isEmpty()).hasSize(1);
	}

	@Test
	default void itEndsWithinASecondAfterTheCheck() {
		long taken = Long.MAX_VALUE;
		// again if need be, as the machine may stand still for a while
		for (int round = 0; round < 5 && taken > CHECK_AFTER.plusSeconds(1).toMillis(); round++) {
			String name = name();
			CyclicBarrier allHold = new CyclicBarrier(3);
			AtomicLong begin = new AtomicLong(Long.MAX_VALUE);
			Rivals.race(3, (i) -> party(name, i, 3, i, allHold, begin));
			taken = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin.get());
		}
		assertThat(taken).isBetween(CHECK_AFTER.toMillis(), CHECK_AFTER.plusSeconds(1).toMillis());
	}

	@ParameterizedTest
	@EnumSource(names = { "FAIR", "WRITE" })
	default void aCircleOfOtherModesEndsToo(LockMode mode) {
		String name = name();
		CyclicBarrier allHold = new CyclicBarrier(2);
		List<Boolean> victims = Rivals.race(2, (i) -> {
			LockRequest mine = LockRequest.of(name, String.valueOf(i)).withMode(mode);
			try (HeldLock held = locks(i).lock(mine)) {
				allHold.await();
				locks(i).lock(wait(name, 1 - i).withMode(mode)).close();
				return false;
			}
			catch (DeadlockDetectedException ex) {
				return true;
			}
		});
		assertThat(victims).containsExactlyInAnyOrder(true, false);
	}

	@Test
	default void whoWantsSeveralGivesThemBackAsAVictim() throws Exception {
		String name = name();
		CyclicBarrier allHold = new CyclicBarrier(2);
		List<Boolean> victims = Rivals.race(2, (i) -> {
			try (HeldLock mine = locks(i).lock(LockRequest.of(name, String.valueOf(i)))) {
				allHold.await();
				LockRequest several = LockRequest.of(name, String.valueOf(1 - i), "all").withWait(PATIENCE);
				locks(i).lock(several).close();
				return false;
			}
			catch (DeadlockDetectedException ex) {
				return true;
			}
		});
		assertThat(victims).containsExactlyInAnyOrder(true, false);
		locks(2).lock(LockRequest.of(name, "0", "1", "all")).close();
	}

	private List<String> party(String name, int number, int parties, int instance, CyclicBarrier allHold)
			throws Exception {
		return party(name, number, parties, instance, allHold, new AtomicLong());
	}

	private List<String> party(String name, int number, int parties, int instance, CyclicBarrier allHold,
			AtomicLong begin) throws Exception {
		try (HeldLock mine = locks(instance).lock(LockRequest.of(name, String.valueOf(number)))) {
			allHold.await();
			begin.accumulateAndGet(System.nanoTime(), Math::min);
			try (HeldLock next = locks(instance).lock(wait(name, (number + 1) % parties))) {
				assertThat(next.isValid()).isTrue();
				return List.of();
			}
			catch (DeadlockDetectedException ex) {
				assertThat(mine.isValid()).isTrue();
				return ex.cycle();
			}
		}
	}

	private static LockRequest wait(String name, int key) {
		return LockRequest.of(name, String.valueOf(key)).withWait(PATIENCE);
	}

}
