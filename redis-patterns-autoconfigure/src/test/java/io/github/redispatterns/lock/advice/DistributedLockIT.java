package io.github.redispatterns.lock.advice;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.redispatterns.KeyResolutionException;
import io.github.redispatterns.lock.Acquisition;
import io.github.redispatterns.lock.HeldLock;
import io.github.redispatterns.lock.LockNotAvailableException;
import io.github.redispatterns.lock.LockRequest;
import io.github.redispatterns.lock.Locks;
import io.github.redispatterns.support.Aside;
import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.Rivals;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Where the annotation may stand, what can be written in it, and what it protects.
 */
@RedisTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@RedisKeys({ "lock:owner", "lock:fence", "lock:waiters" })
class DistributedLockIT {

	private RedisServers servers;

	private Instances instances;

	private LockedBeans.Shop shop;

	private Locks rival;

	@BeforeAll
	void start() {
		Map<String, Object> properties = this.servers.applicationProperties("jedis");
		properties.put("lock.name", "from-a-placeholder");
		properties.put("lock.lease", "7s");
		this.instances = Instances.start(2, App.class, properties);
		this.shop = bean(LockedBeans.Shop.class);
		this.rival = this.instances.beans(Locks.class).get(1);
	}

	@AfterAll
	void stop() {
		this.instances.close();
	}

	@Test
	void holdsTheLockWhileTheMethodRuns() throws Exception {
		assertThat(this.shop.plain(() -> busy("Shop.plain"))).isTrue();

		assertThat(busy("Shop.plain")).isFalse();
	}

	@Test
	void givesTheLockBackWhenTheMethodFails() throws Exception {
		assertThatIllegalStateException().isThrownBy(() -> this.shop.plain(() -> {
			throw new IllegalStateException("failed");
		})).withMessage("failed").satisfies((ex) -> assertThat(ex.getSuppressed()).isEmpty());

		assertThat(busy("Shop.plain")).isFalse();
	}

	@Test
	void turnsACallAwayWhileOthersHoldTheLock() throws Exception {
		try (HeldLock lock = this.rival.lock(LockRequest.of("order", "7"))) {
			assertThatExceptionOfType(LockNotAvailableException.class)
				.isThrownBy(() -> this.shop.order("7", () -> "worked"))
				.withMessageContaining("Lock 'order' is held by instance ")
				.satisfies((ex) -> assertThat(ex.busy().remaining()).isPositive());
			assertThat(this.shop.order("8", () -> "worked")).isEqualTo("worked");
			assertThat(lock.isValid()).isTrue();
		}
		assertThat(this.shop.order("7", () -> "worked")).isEqualTo("worked");
	}

	@Test
	void takesEveryKeyOfACollection() throws Exception {
		assertThat(this.shop.orders(List.of("4", "3", "4"), () -> busy("order", "3") && busy("order", "4"))).isTrue();
		assertThat(busy("order", "3") || busy("order", "4")).isFalse();
		try (HeldLock lock = this.rival.lock(LockRequest.of("order", "4"))) {
			assertThatExceptionOfType(LockNotAvailableException.class)
				.isThrownBy(() -> this.shop.orders(List.of("3", "4"), () -> "worked"));
			assertThat(busy("order", "3")).isFalse();
			assertThat(lock.isValid()).isTrue();
		}
		assertThatExceptionOfType(KeyResolutionException.class)
			.isThrownBy(() -> this.shop.orders(List.of(), () -> "worked"))
			.withMessageContaining("@DistributedLock on Shop.orders(), 'key': \"#ids\" gave nothing");
	}

	@Test
	void resolvesPlaceholders() throws Exception {
		assertThat(this.shop.placeholders(() -> this.rival.inspect("from-a-placeholder").orElseThrow()))
			.satisfies((info) -> assertThat(info.holders().get(0).remaining()).isBetween(Duration.ofMillis(1),
					Duration.ofSeconds(7)));
	}

	@Test
	void locksThroughAnotherAnnotation() throws Exception {
		assertThat(this.shop.composed("ada", () -> busy("customer", "ada"))).isTrue();
		assertThat(this.shop.composed("ada", () -> busy("customer", "bob"))).isFalse();
	}

	@Test
	void locksThroughAnInterface() throws Exception {
		LockedBeans.Porter porter = bean(LockedBeans.Porter.class);

		assertThat(porter.open("ada", () -> "busy " + busy("door", "ada"))).isEqualTo("busy true");
	}

	@Test
	void locksEveryPublicMethodOfAType() throws Exception {
		LockedBeans.Everything everything = bean(LockedBeans.Everything.class);

		assertThat(everything.one(() -> busy("everything"))).isTrue();
		assertThat(everything.other(() -> busy("everything"))).isTrue();
		assertThat(everything.special(() -> busy("everything"))).isFalse();
		assertThat(everything.special(() -> busy("special"))).isTrue();
		assertThat(everything.hidden(() -> busy("everything"))).isFalse();
		try (HeldLock lock = this.rival.lock(LockRequest.of("everything"))) {
			assertThat(everything).hasToString("everything");
			assertThat(lock.isValid()).isTrue();
		}
	}

	@Test
	void takesSeveralLocksOrNone() throws Exception {
		assertThat(this.shop.two("1", "2", () -> busy("two.a", "1") && busy("two.b", "2"))).isTrue();
		assertThat(busy("two.a", "1")).isFalse();
		assertThat(busy("two.b", "2")).isFalse();

		try (HeldLock lock = this.rival.lock(LockRequest.of("two.b", "2"))) {
			assertThatExceptionOfType(LockNotAvailableException.class)
				.isThrownBy(() -> this.shop.two("1", "2", () -> "worked"))
				.satisfies((ex) -> assertThat(ex.busy().name()).isEqualTo("two.b"));
			assertThat(busy("two.a", "1")).isFalse();
			assertThat(lock.isValid()).isTrue();
		}
	}

	@Test
	void takesSeveralLocksInOneOrderWhateverTheOrderOfTheArguments() {
		List<Boolean> worked = Rivals.race(8, (number) -> {
			LockedBeans.Shop any = this.instances.beans(LockedBeans.Shop.class).get(number % 2);
			for (int i = 0; i < 10; i++) {
				turn(any, number);
			}
			return true;
		});
		assertThat(worked).containsOnly(true);
	}

	private static void turn(LockedBeans.Shop any, int number) throws Exception {
		try {
			any.two("x", "y", () -> number);
		}
		catch (LockNotAvailableException ex) {
			// somebody else's turn, and nobody's for ever
		}
	}

	@Test
	void asksBeansForTheKey() throws Exception {
		assertThat(this.shop.byBean("x", () -> busy("bean", "suffix-x"))).isTrue();
	}

	@Test
	void neverLocksNothingInParticular() {
		assertThatExceptionOfType(KeyResolutionException.class).isThrownBy(() -> this.shop.order(null, () -> "worked"))
			.withMessageContaining("@DistributedLock on Shop.order(), 'key': \"#id\" gave null");
		assertThatExceptionOfType(KeyResolutionException.class).isThrownBy(() -> this.shop.order(" ", () -> "worked"))
			.withMessageContaining("gave a blank text");
	}

	@Test
	void fillsInTheFencingTokenAndTheLock() {
		long first = this.shop.fenced("9", 0, null);
		long second = this.instances.beans(LockedBeans.Shop.class).get(1).fenced("9", 0, null);

		assertThat(first).isPositive();
		assertThat(second).isGreaterThan(first);
	}

	@Test
	void nestedCallsOfOneThreadHoldOneLock() throws Exception {
		assertThat(this.shop.order("5", () -> this.shop.order("5", () -> busy("order", "5")))).isTrue();
		assertThat(this.shop.order("5", () -> {
			this.shop.order("5", () -> "worked");
			return busy("order", "5");
		})).isTrue();
		assertThat(busy("order", "5")).isFalse();
	}

	@Test
	void anotherThreadOfTheInstanceIsTurnedAway() throws Exception {
		this.shop.order("6", () -> {
			assertThatExceptionOfType(LockNotAvailableException.class)
				.isThrownBy(() -> Aside.call(() -> this.shop.order("6", () -> "worked")));
			return null;
		});
	}

	@Test
	void waitsIfItMay() throws Exception {
		int[] unprotected = new int[1];
		Rivals.race(6, (number) -> {
			LockedBeans.Shop any = this.instances.beans(LockedBeans.Shop.class).get(number % 2);
			for (int i = 0; i < 20; i++) {
				any.patient(() -> unprotected[0]++);
			}
			return true;
		});
		assertThat(unprotected[0]).isEqualTo(120);
	}

	@Test
	void keepsOthersOutForAMinimumTime() throws Exception {
		this.shop.kept(() -> "worked");

		assertThat(busy("kept")).isTrue();
		assertThat(this.rival.forceRelease("end of the test", "kept")).isTrue();
	}

	@Test
	void callsAFallbackWhileOthersHoldTheLock() throws Exception {
		assertThat(this.shop.orFallback("1", () -> "worked")).isEqualTo("worked");
		try (HeldLock lock = this.rival.lock(LockRequest.of("order", "1"))) {
			assertThat(this.shop.orFallback("1", () -> "worked")).isEqualTo("later 1 order");
			assertThat(this.shop.orBean("1", () -> "worked")).isEqualTo("back office 1");
			assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> this.shop.orFailure("1"))
				.withMessage("no fallback for 1");
			assertThat(lock.isValid()).isTrue();
		}
	}

	@Test
	void anInterruptedCallDoesNotWait() throws Exception {
		try (HeldLock lock = this.rival.lock(LockRequest.of("patient"))) {
			Thread.currentThread().interrupt();
			assertThatExceptionOfType(LockNotAvailableException.class)
				.isThrownBy(() -> this.shop.patient(() -> "worked"))
				.withCauseInstanceOf(InterruptedException.class);
			assertThat(Thread.interrupted()).isTrue();
			assertThat(lock.isValid()).isTrue();
		}
	}

	private boolean busy(String name, String... key) throws InterruptedException {
		Acquisition acquisition = this.rival.tryLock(LockRequest.of(name, key));
		if (acquisition instanceof Acquisition.Acquired acquired) {
			acquired.lock().close();
		}
		return acquisition instanceof Acquisition.Busy;
	}

	private <T> T bean(Class<T> type) {
		return this.instances.beans(type).get(0);
	}

	@EnableAutoConfiguration
	@Import({ LockedBeans.Shop.class, LockedBeans.Everything.class, LockedBeans.StrongPorter.class })
	static class App {

		@Bean
		String suffix() {
			return "suffix-";
		}

		@Bean
		LockedBeans.BackOffice backOffice() {
			return new LockedBeans.BackOffice();
		}

	}

}
