package io.github.redispatterns.lock;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.github.redispatterns.PatternConfigurationException;
import io.github.redispatterns.support.Rivals;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Writes in Redis that only the present holder of a lock can do.
 */
interface FencedStoreContract extends LocksUnderTest {

	Duration HOUR = Duration.ofHours(1);

	/**
	 * The guarded values of one of three instances.
	 */
	FencedStore store(int instance);

	@Test
	default void theHolderWritesAndEverybodyReads() throws Exception {
		String name = name();
		try (HeldLock lock = locks(0).lock(LockRequest.of(name, "a b:{}"))) {
			Fence fence = Fence.of(lock);
			store(0).set(fence, "total", "12 €", HOUR);
			store(0).put(fence, "lines", Map.of("1", "tea", "2", ""), HOUR);
			store(0).put(fence, "lines", Map.of("2", "milk"), HOUR);
			store(0).pass(lock);
		}
		assertThat(store(1).value("total", name, "a b:{}")).contains("12 €");
		assertThat(store(1).fields("lines", name, "a b:{}"))
			.containsExactlyInAnyOrderEntriesOf(Map.of("1", "tea", "2", "milk"));
		assertThat(store(1).value("total", name)).isEmpty();
		assertThat(store(1).fields("total", name)).isEmpty();
	}

	@Test
	default void aHolderThatSleptPastItsLeaseIsRefusedOnceAnotherWrote() throws Exception {
		LockRequest request = LockRequest.of(name(), "42");
		HeldLock sleeper = locks(0).lock(request.withFixedLease(Duration.ofMillis(600)));
		try (HeldLock lock = locks(1).lock(request.withWait(PATIENCE))) {
			store(1).set(Fence.of(lock), "total", "new", HOUR);

			assertThat(store(0).trySet(Fence.of(sleeper), "total", "old", HOUR))
				.isEqualTo(new Passage.Stale(Fence.of(sleeper), lock.fence()));
			assertThatExceptionOfType(StaleFenceException.class)
				.isThrownBy(() -> store(0).put(Fence.of(sleeper), "lines", Map.of("1", "old"), HOUR))
				.withMessage("Fencing token %d for '%s:42' is stale: %d was seen", sleeper.fence(), request.name(),
						lock.fence())
				.satisfies((ex) -> assertThat(ex.highest()).isEqualTo(lock.fence()));
		}
		assertThat(store(2).value("total", request.name(), "42")).contains("new");
		assertThat(store(2).fields("lines", request.name(), "42")).isEmpty();
	}

	@Test
	default void itIsRefusedEvenBeforeTheNewHolderWrites() throws Exception {
		LockRequest request = LockRequest.of(name());
		HeldLock sleeper = locks(0).lock(request.withFixedLease(Duration.ofMillis(600)));
		store(0).set(Fence.of(sleeper), "total", "1", HOUR);
		try (HeldLock lock = locks(1).lock(request.withWait(PATIENCE))) {
			assertThat(store(0).trySet(Fence.of(sleeper), "total", "2", HOUR))
				.isEqualTo(new Passage.Stale(Fence.of(sleeper), lock.fence()));
		}
		assertThat(store(2).value("total", request.name())).contains("1");
	}

	@Test
	default void aForcedReleaseRefusesTheOldHolderAtOnce() throws Exception {
		LockRequest request = LockRequest.of(name());
		HeldLock lock = locks(0).lock(request);
		store(0).pass(lock);
		locks(1).forceRelease("stuck", request.name());

		assertThatExceptionOfType(StaleFenceException.class).isThrownBy(() -> store(0).pass(lock));
		try (HeldLock next = locks(1).lock(request)) {
			store(1).pass(next);
		}
		// or the application would wait for its holder when it stops
		assertThatExceptionOfType(LockLostException.class).isThrownBy(lock::close);
	}

	@Test
	default void resourcesAndItemsAreIndependent() {
		String name = name();
		store(0).set(new Fence(name, "1", 9), "a", "nine", HOUR);
		store(0).set(new Fence(name, "2", 5), "a", "five", HOUR);
		store(0).set(new Fence(name, "", 1), "a", "one", HOUR);
		store(0).set(new Fence(name, "1", 9), "b", "nine too", HOUR);

		assertThat(store(1).trySet(new Fence(name, "1", 8), "c", "eight", HOUR)).isInstanceOf(Passage.Stale.class);
		assertThat(store(1).value("a", name, "2")).contains("five");
		assertThat(store(1).value("c", name, "1")).isEmpty();
	}

	@Test
	default void theMemoryOfAGuardLastsAsLongAsWhatItGuards() {
		String name = name();
		store(0).set(new Fence(name, "", 7), "a", "seven", Duration.ofDays(30));
		store(0).set(new Fence(name, "", 7), "b", "seven", HOUR);
		store(0).pass(new Fence(name, "", 8));

		String guard = "test:lock:{" + name + "}:guard";
		assertThat(Duration.ofMillis(servers().client().pttl(guard))).isBetween(Duration.ofDays(29),
				Duration.ofDays(30));
		assertThat(Duration.ofMillis(servers().client().pttl("test:lock:{" + name + "}:value.b")))
			.isBetween(Duration.ofMinutes(50), HOUR);
	}

	@Test
	default void acceptedTokensNeverDecreaseInAThousandRandomHistories() {
		for (int seed = 0; seed < 1000; seed++) {
			Random random = new Random(seed);
			String name = name();
			long highest = 0;
			String written = null;
			for (int step = 0; step < 12; step++) {
				Fence fence = new Fence(name, "", 1 + random.nextInt(8));
				Passage passage = store(step % 3).trySet(fence, "v", seed + "." + step, HOUR);
				if (fence.token() >= highest) {
					assertThat(passage).as("history %d", seed).isEqualTo(new Passage.Passed(fence));
					highest = fence.token();
					written = seed + "." + step;
				}
				else {
					assertThat(passage).as("history %d", seed).isEqualTo(new Passage.Stale(fence, highest));
				}
			}
			assertThat(store(0).value("v", name)).as("history %d", seed).contains(String.valueOf(written));
		}
	}

	@Test
	default void acceptedTokensNeverDecreaseUnderConcurrency() {
		String name = name();
		ConcurrentLinkedQueue<Write> writes = new ConcurrentLinkedQueue<>();
		Rivals.race(8, (i) -> {
			Random random = new Random(i);
			for (int n = 0; n < 100; n++) {
				Fence fence = new Fence(name, "", 1 + n + random.nextInt(40));
				long begin = System.nanoTime();
				boolean passed = store(i % 3).trySet(fence, "v", Long.toString(fence.token()), HOUR)
					.equals(new Passage.Passed(fence));
				writes.add(new Write(fence.token(), begin, System.nanoTime(), passed));
			}
			return i;
		});

		TreeMap<Long, Long> highestByEnd = new TreeMap<>();
		long highest = 0;
		List<Write> accepted = writes.stream().filter(Write::passed).toList();
		for (Write write : accepted.stream().sorted((a, b) -> Long.compare(a.end(), b.end())).toList()) {
			highest = Math.max(highest, write.token());
			highestByEnd.put(write.end(), highest);
		}
		assertThat(accepted).allSatisfy((write) -> {
			Map.Entry<Long, Long> before = highestByEnd.lowerEntry(write.begin());
			assertThat(write.token()).isGreaterThanOrEqualTo((before != null) ? before.getValue() : 0);
		});
		assertThat(writes).hasSize(800).anyMatch((write) -> !write.passed());
		assertThat(store(0).value("v", name)).contains(Long.toString(highest));
	}

	@Test
	default void badInputIsNamed() throws Exception {
		Fence fence = new Fence(name(), "", 1);
		refuses(() -> new Fence(" ", "", 1), "'name'");
		refuses(() -> new Fence("order", "", 0), "'token' is 0 but must be from 1");
		refuses(() -> new Fence("order", "", (1L << 53) + 1), "'token'");
		refuses(() -> store(0).trySet(fence, "", "x", HOUR), "'item'");
		refuses(() -> store(0).trySet(fence, "x", "x", Duration.ZERO), "'ttl' is PT0S but must be from PT0.001S");
		refuses(() -> store(0).tryPut(fence, "x", Map.of("a", "b"), Duration.ofDays(367)), "'ttl'");
		refuses(() -> store(0).tryPut(fence, "x", Map.of(), HOUR), "'fields' is \"0 fields\"");
		refuses(() -> store(0).value("x", "order", "1", "2"), "'key'");
	}

	private static void refuses(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
		assertThatExceptionOfType(PatternConfigurationException.class).isThrownBy(call).withMessageContaining(message);
	}

	/** One write of a history. */
	record Write(long token, long begin, long end, boolean passed) {
	}

}
