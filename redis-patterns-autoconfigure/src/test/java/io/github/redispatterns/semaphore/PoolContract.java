package io.github.redispatterns.semaphore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.redispatterns.PatternConfigurationException;
import io.github.redispatterns.support.Aside;
import io.github.redispatterns.support.Rivals;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Pools: each item in one hand at a time, and which one.
 */
interface PoolContract extends SemaphoresUnderTest {

	@Test
	default void eachItemIsLentToOneHolder() throws Exception {
		PoolPolicy policy = pool("a", "b", "c");
		Set<String> items = new HashSet<>();
		List<LeasedItem> leases = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			LeasedItem item = pools(i).pool(policy.name()).lease();
			items.add(item.item());
			leases.add(item);
		}
		assertThat(items).containsExactlyInAnyOrder("a", "b", "c");
		assertThat(leases).allMatch(LeasedItem::isValid);
		assertThat(one(policy).tryLease(Duration.ZERO)).isEmpty();
		assertThatExceptionOfType(PermitNotAvailableException.class).isThrownBy(() -> one(policy).lease())
			.withMessageContainingAll(policy.name(), "3 of 3");

		String returned = leases.get(1).item();
		leases.get(1).close();
		leases.get(1).close();
		try (LeasedItem next = pools(0).pool(policy.name()).lease()) {
			assertThat(next.item()).isEqualTo(returned);
		}
		leases.forEach(Permit::close);
		assertThat(one(policy).snapshot().free()).hasSize(3);
	}

	@Test
	default void theItemThatWasReturnedLongestAgoIsLentFirst() throws Exception {
		PoolPolicy policy = pool("a", "b");
		try (LeasedItem a = one(policy).lease(); LeasedItem b = one(policy).lease()) {
			assertThat(List.of(a.item(), b.item())).containsExactly("a", "b");
			b.close();
			awaitServerTime();
			a.close();
			assertThat(one(policy).snapshot().free()).containsExactly("b", "a");
		}
		try (LeasedItem next = one(policy).lease()) {
			assertThat(next.item()).isEqualTo("b");
		}
	}

	@Test
	default void aWaiterGetsTheItemThatComesBack() throws Exception {
		PoolPolicy policy = pool("only");
		LeasedItem first = pools(0).pool(policy.name()).lease();
		Aside<LeasedItem> waiter = Aside.start(() -> pools(1).pool(policy.name()).tryLease(PATIENCE).orElseThrow());
		Awaitility.await().until(() -> one(policy).snapshot().waiting() == 1);
		first.close();
		try (LeasedItem item = waiter.get()) {
			assertThat(item.item()).isEqualTo("only");
		}
		assertThat(one(policy).snapshot().waiting()).isZero();
	}

	@Test
	default void theItemOfACrashedHolderComesBack() throws Exception {
		PoolPolicy policy = pool(PoolPolicy.of(name(), "only"));
		LeasedItem crashed = crash(policy);
		try (LeasedItem item = pools(1).pool(policy.name()).tryLease(PATIENCE).orElseThrow()) {
			assertThat(item.item()).isEqualTo("only");
			crashed.close();
			assertThat(one(policy).snapshot().free()).isEmpty();
		}
	}

	@Test
	default void theItemOfACrashedHolderIsSuspectIfThePoolSaysSo() throws Exception {
		PoolPolicy policy = pool(
				PoolPolicy.of(name(), "only").withQuarantine(PoolPolicy.OnExpiry.QUARANTINE, Duration.ofSeconds(2)));
		LeasedItem crashed = crash(policy);
		Awaitility.await().until(() -> {
			assertThat(one(policy).tryLease(Duration.ZERO)).isEmpty();
			return one(policy).snapshot().suspect().size() == 1;
		});
		assertThat(one(policy).snapshot().suspect()).singleElement()
			.satisfies((item) -> assertThat(item.reason()).isEqualTo("its lease ended"));
		pools(1).pool(policy.name()).tryLease(PATIENCE).orElseThrow().close();
		crashed.close();
		assertThat(one(policy).snapshot().free()).containsExactly("only");
	}

	/**
	 * A holder that is gone: its token is in Redis and nobody renews it.
	 */
	private LeasedItem crash(PoolPolicy policy) throws Exception {
		LeasedItem held = one(policy).lease();
		String entity = "test:pool:{" + policy.name() + "}:";
		String token = servers().client().zrange(entity + "leased", 0, -1).get(0);
		long soon = serverMillis() + 1_500;
		servers().client().zadd(entity + "leased", soon, token);
		return held;
	}

	@Test
	default void anItemThatFailsIsNotLentForAWhile() throws Exception {
		PoolPolicy policy = pool(
				PoolPolicy.of(name(), "a", "b").withQuarantine(PoolPolicy.OnExpiry.RETURN, Duration.ofHours(1)));
		LeasedItem broken = one(policy).lease();
		broken.fail("does not answer");
		broken.close();
		assertThat(broken.isValid()).isFalse();
		try (LeasedItem other = pools(1).pool(policy.name()).lease()) {
			assertThat(other.item()).isNotEqualTo(broken.item());
			assertThat(pools(2).pool(policy.name()).tryLease(Duration.ZERO)).isEmpty();
		}
		assertThat(one(policy).snapshot().suspect()).singleElement().satisfies((item) -> {
			assertThat(item.item()).isEqualTo(broken.item());
			assertThat(item.reason()).isEqualTo("does not answer");
			assertThat(item.remaining()).isGreaterThan(Duration.ofMinutes(50));
		});
		assertThat(one(policy).trust(List.of(broken.item(), "unknown"))).isEqualTo(1);
		assertThat(one(policy).snapshot().free()).hasSize(2);
		assertThat(one(policy).snapshot().suspect()).isEmpty();
	}

	@Test
	default void itemsAreAddedAndTakenOutAtRunTime() throws Exception {
		PoolPolicy policy = pool("a");
		ResourcePool first = pools(0).pool(policy.name());
		LeasedItem a = first.lease();
		Aside<LeasedItem> waiter = Aside.start(() -> pools(1).pool(policy.name()).tryLease(PATIENCE).orElseThrow());
		Awaitility.await().until(() -> one(policy).snapshot().waiting() == 1);
		assertThat(pools(2).pool(policy.name()).add(List.of("a", "b"))).isEqualTo(1);
		LeasedItem b = waiter.get();
		assertThat(b.item()).isEqualTo("b");

		assertThat(first.remove(List.of("a", "c"))).isEqualTo(1);
		assertThat(a.isValid()).isTrue();
		a.close();
		assertThat(one(policy).tryLease(Duration.ZERO)).isEmpty();
		b.close();
		PoolInfo info = one(policy).snapshot();
		assertThat(info.free()).containsExactly("b");
		assertThat(info.leased()).isEmpty();
		assertThat(first.remove(List.of("b"))).isEqualTo(1);
		assertThat(one(policy).tryLease(Duration.ZERO)).isEmpty();
	}

	@Test
	default void aPoolThatNobodyUsedYetCanBeChanged() throws Exception {
		PoolPolicy policy = pool("a");
		assertThat(one(policy).snapshot().version()).isEqualTo(-1);
		assertThat(one(policy).add(List.of("b"))).isEqualTo(1);
		assertThat(one(policy).snapshot().free()).containsExactlyInAnyOrder("a", "b");
	}

	@Test
	default void theItemsOfAHigherVersionReplaceThose() throws Exception {
		String name = name();
		ResourcePool old = pools(0).register(PoolPolicy.of(name, "a", "b"));
		ResourcePool other = pools(1).register(PoolPolicy.of(name, "b", "c").withVersion(1));
		LeasedItem a = old.lease();
		assertThat(a.item()).isEqualTo("a");
		other.lease().close();
		a.close();
		assertThat(other.snapshot().free()).containsExactlyInAnyOrder("b", "c");
		old.lease().close();
		assertThat(other.snapshot().free()).containsExactlyInAnyOrder("b", "c");
		assertThat(((RedisPool) old).hasConflict()).isTrue();
		assertThat(((RedisPool) other).hasConflict()).isFalse();
	}

	@Test
	default void anOperatorSeesWhereEachItemIs() throws Exception {
		PoolPolicy policy = pool("a", "b");
		try (LeasedItem item = pools(0).pool(policy.name()).lease()) {
			PoolInfo info = one(policy).snapshot();
			assertThat(info.free()).hasSize(1).doesNotContain(item.item());
			assertThat(info.leased()).singleElement().satisfies((leased) -> {
				assertThat(leased.item()).isEqualTo(item.item());
				assertThat(leased.instance()).isNotBlank();
				assertThat(leased.remaining()).isGreaterThan(Duration.ofSeconds(20));
			});
			assertThat(item.extend(Duration.ofMinutes(5))).isTrue();
			assertThat(one(policy).snapshot().leased().get(0).remaining()).isGreaterThan(Duration.ofMinutes(4));
		}
	}

	@Test
	default void anItemIsNeverInTwoHands() throws Exception {
		PoolPolicy policy = pool("a", "b", "c");
		Set<String> lent = ConcurrentHashMap.newKeySet();
		Rivals.race(9, (i) -> {
			for (int n = 0; n < 15; n++) {
				try (LeasedItem item = pools(i % 3).pool(policy.name()).tryLease(PATIENCE).orElseThrow()) {
					assertThat(lent.add(item.item())).isTrue();
					Thread.yield();
					lent.remove(item.item());
				}
			}
			return i;
		});
		assertThat(one(policy).snapshot().free()).containsExactlyInAnyOrder("a", "b", "c");
	}

	@Test
	default void aPoolIsDefinedFirst() {
		assertThatExceptionOfType(PatternConfigurationException.class).isThrownBy(() -> pools(0).pool("nobody"))
			.withMessageContainingAll("nobody", "redis-patterns.semaphore.pools");
		PoolPolicy policy = pool("a");
		assertThatExceptionOfType(PatternConfigurationException.class)
			.isThrownBy(() -> pools(0).register(PoolPolicy.of(policy.name(), "b")))
			.withMessageContaining("defined twice");
	}

	/**
	 * Wait for the next millisecond of the server, by which returns are ordered.
	 */
	private void awaitServerTime() {
		long before = serverMillis();
		Awaitility.await().pollInterval(Duration.ofMillis(2)).until(() -> serverMillis() > before + 1);
	}

	private long serverMillis() {
		return (Long) servers().client()
			.eval("local t = redis.call('TIME') return t[1] * 1000 + math.floor(t[2] / 1000)", 1, "test");
	}

	private PoolPolicy pool(String... items) {
		return pool(PoolPolicy.of(name(), items));
	}

	private PoolPolicy pool(PoolPolicy policy) {
		for (int i = 0; i < 3; i++) {
			pools(i).register(policy);
		}
		return policy;
	}

	private ResourcePool one(PoolPolicy policy) {
		return pools(2).pool(policy.name());
	}

}
