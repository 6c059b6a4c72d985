package io.github.redispatterns.lock.advice;

import java.time.Duration;
import java.util.List;

import io.github.redispatterns.internal.Caller;
import io.github.redispatterns.lock.LockMode;
import io.github.redispatterns.lock.LockRequest;
import io.github.redispatterns.support.Aside;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LocalLocksTests {

	private final LocalLocks locks = new LocalLocks();

	@Test
	void oneThreadAtATimeHasALock() throws Exception {
		Runnable first = take(LockRequest.of("a", "1"));
		assertThat(first).isNotNull();
		assertThat(Aside.call(() -> take(LockRequest.of("a", "1")) != null)).isFalse();
		assertThat(Aside.call(() -> take(LockRequest.of("a", "2")) != null)).isTrue();

		first.run();
		assertThat(Aside.call(() -> take(LockRequest.of("a", "1")) != null)).isTrue();
	}

	@Test
	void oneThreadMayHaveItOnceMore() throws Exception {
		Runnable outer = take(LockRequest.of("a"));
		Runnable inner = take(LockRequest.of("a"));
		outer.run();
		assertThat(Aside.call(() -> take(LockRequest.of("a")) == null)).isTrue();

		inner.run();
		assertThat(this.locks.size()).isZero();
	}

	@Test
	void aCallerThatIsNoThreadHasItForItselfAndAnyThreadGivesItBack() throws Exception {
		Runnable held = Caller.apart(() -> this.locks.take(List.of(LockRequest.of("a")), 0));
		assertThat(take(LockRequest.of("a"))).isNull();

		Aside.call(() -> {
			held.run();
			return true;
		});
		assertThat(take(LockRequest.of("a"))).isNotNull();
	}

	@Test
	void severalAreTakenTogetherOrNotAtAll() throws Exception {
		Runnable second = take(LockRequest.of("a", "2"));
		assertThat(Aside.call(() -> take(LockRequest.of("a", "1", "2", "3")) == null)).isTrue();
		assertThat(this.locks.size()).isOne();

		second.run();
		take(LockRequest.of("a", "1", "2", "3")).run();
		assertThat(this.locks.size()).isZero();
	}

	@Test
	void readersShareIt() throws Exception {
		LockRequest read = LockRequest.of("a").withMode(LockMode.READ);
		Runnable reader = take(read);
		Runnable other = Aside.call(() -> take(read));
		assertThat(other).isNotNull();
		assertThat(take(LockRequest.of("a").withMode(LockMode.WRITE))).isNull();

		reader.run();
		other.run();
		take(LockRequest.of("a").withMode(LockMode.WRITE)).run();
	}

	@Test
	void waitsAsLongAsItMay() throws Exception {
		Runnable first = take(LockRequest.of("a"));
		Aside<Runnable> waiter = Aside
			.start(() -> this.locks.take(List.of(LockRequest.of("a")), Duration.ofSeconds(25).toNanos()));
		first.run();

		waiter.get().run();
		assertThat(this.locks.size()).isZero();
	}

	@Test
	void thereIsABound() throws Exception {
		for (int i = 0; i < 10_000; i++) {
			assertThat(take(LockRequest.of("a", "" + i))).isNotNull();
		}
		assertThat(take(LockRequest.of("a", "more"))).isNull();
		assertThat(take(LockRequest.of("a", "17"))).isNotNull();
	}

	private Runnable take(LockRequest request) throws InterruptedException {
		return this.locks.take(List.of(request), 0);
	}

}
