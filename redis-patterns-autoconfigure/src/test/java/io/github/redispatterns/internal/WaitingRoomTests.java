package io.github.redispatterns.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.github.redispatterns.RedisUnavailableException;
import io.github.redispatterns.support.Aside;
import io.github.redispatterns.support.Rivals;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * With an hour between two looks, whoever misses a signal does not come back.
 */
class WaitingRoomTests {

	private static final long HOUR = Duration.ofHours(1).toNanos();

	private static final WaitingRoom.Answer<String> NEARBY = new WaitingRoom.Answer<>(null, HOUR, true);

	private static final WaitingRoom.Answer<String> ELSEWHERE = new WaitingRoom.Answer<>(null, HOUR, false);

	private final Bell bell = new Bell();

	private final WaitingRoom room = new WaitingRoom(this.bell, HOUR);

	@Test
	void aReleaseBetweenTheAnswerAndTheWaitIsNotMissed() throws Exception {
		AtomicInteger asked = new AtomicInteger();
		assertThat(await((waited, left) -> {
			if (asked.incrementAndGet() == 1) {
				this.room.signal("e");
				return NEARBY;
			}
			return WaitingRoom.Answer.of("mine");
		})).isEqualTo("mine");
		assertThat(asked).hasValue(2);
	}

	@Test
	void aSignalBetweenTheAnswerAndTheWaitIsNotMissed() throws Exception {
		AtomicInteger asked = new AtomicInteger();
		assertThat(await((waited, left) -> {
			assertThat(this.bell.listeners).as("listens before it asks").hasSize(1);
			if (asked.incrementAndGet() == 1) {
				this.bell.ring("");
				return ELSEWHERE;
			}
			return WaitingRoom.Answer.of("mine");
		})).isEqualTo("mine");
		assertEmpty();
	}

	@Test
	void whoeverStandsBehindTheNewHolderAsksWhenItGivesBack() throws Exception {
		CountDownLatch lined = new CountDownLatch(1);
		AtomicInteger asked = new AtomicInteger();
		Aside<String> holder = holdWhen(lined);
		Aside<String> next = Aside.start(() -> await((waited, left) -> {
			asked.incrementAndGet();
			return WaitingRoom.Answer.of("mine");
		}));
		Awaitility.await().until(() -> this.room.waiting("e") == 2);
		lined.countDown();
		assertThat(holder.get()).isEqualTo("held");
		Awaitility.await().until(() -> this.room.waiting("e") == 1 && next.isWaiting());
		assertThat(asked).hasValue(0);

		this.room.signal("e");
		assertThat(next.get()).isEqualTo("mine");
		assertEmpty();
	}

	@Test
	void onlyTheFirstInLineAsks() {
		AtomicInteger asked = new AtomicInteger();
		AtomicReference<WaitingRoom.Answer<String>> answer = new AtomicReference<>(ELSEWHERE);
		List<Aside<String>> waiters = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			waiters.add(Aside.start(() -> await((waited, left) -> {
				asked.incrementAndGet();
				return answer.get();
			})));
		}
		Awaitility.await()
			.until(() -> this.room.waiting("e") == 5 && asked.get() > 0 && waiters.stream().allMatch(Aside::isWaiting));
		assertThat(asked).hasValue(1);
		assertThat(this.bell.listeners).hasSize(1);

		answer.set(WaitingRoom.Answer.of("mine"));
		for (int i = 5; i > 0; i--) {
			int left = i;
			this.bell.ring("");
			Awaitility.await().until(() -> this.room.waiting("e") < left);
		}
		assertThat(asked).hasValue(6);
		assertEmpty();
	}

	@Test
	void theNextOneAsksAtOnceForWhatMoreThanOneCanHave() throws Exception {
		Aside<String> blocked = Aside.start(() -> await(new Shared(List.of(ELSEWHERE, WaitingRoom.Answer.of("one")))));
		Awaitility.await().until(() -> this.room.waiting("e") == 1 && blocked.isWaiting());
		Aside<String> second = Aside.start(() -> await(new Shared(List.of(WaitingRoom.Answer.of("two")))));
		Awaitility.await().until(() -> this.room.waiting("e") == 2 && second.isWaiting());

		this.bell.ring("");

		assertThat(blocked.get()).isEqualTo("one");
		assertThat(second.get()).isEqualTo("two");
	}

	@Test
	void aSignalForOthersIsIgnored() throws Exception {
		AtomicInteger asked = new AtomicInteger();
		Aside<String> waiter = Aside.start(() -> await(new WaitingRoom.Question<>() {

			@Override
			public WaitingRoom.Answer<String> ask(long waited, long left) {
				return (asked.incrementAndGet() == 1) ? ELSEWHERE : WaitingRoom.Answer.of("mine");
			}

			@Override
			public boolean concerns(String text) {
				return text.equals("me");
			}

		}));
		Awaitility.await().until(() -> asked.get() == 1 && waiter.isWaiting());
		this.bell.ring("you");
		assertThat(asked).hasValue(1);
		this.bell.ring("me");
		assertThat(waiter.get()).isEqualTo("mine");
	}

	@Test
	void aMissedSignalMakesTheFirstInLineLook() throws Exception {
		AtomicInteger asked = new AtomicInteger();
		Aside<String> waiter = Aside.start(() -> await(
				(waited, left) -> (asked.incrementAndGet() == 1) ? ELSEWHERE : WaitingRoom.Answer.of("mine")));
		Awaitility.await().until(() -> asked.get() == 1 && waiter.isWaiting());
		this.bell.miss();
		assertThat(waiter.get()).isEqualTo("mine");
	}

	@Test
	void whenOneFailsTheNextDoNotWaitToFindThatOut() throws Exception {
		CountDownLatch lined = new CountDownLatch(1);
		Aside<String> holder = holdWhen(lined);
		Aside<String> first = Aside
			.start(() -> this.room.await("e", Duration.ofSeconds(3).toNanos(), WaitingRoomTests::fail));
		Awaitility.await().until(() -> this.room.waiting("e") == 2);
		Aside<String> second = Aside.start(() -> await(WaitingRoomTests::fail));
		Aside<String> third = Aside.start(() -> await(WaitingRoomTests::fail));
		Awaitility.await().until(() -> this.room.waiting("e") == 4);
		lined.countDown();

		assertThat(holder.get()).isEqualTo("held");
		for (Aside<String> each : List.of(first, second, third)) {
			assertThatExceptionOfType(RedisUnavailableException.class).isThrownBy(each::get);
		}
		assertEmpty();
	}

	@Test
	void patienceEndsForTheFirstAndForThoseBehind() throws Exception {
		Aside<String> first = Aside
			.start(() -> this.room.await("e", Duration.ofSeconds(2).toNanos(), (waited, left) -> ELSEWHERE));
		Awaitility.await().until(() -> this.room.waiting("e") == 1);
		assertThat(this.room.await("e", Duration.ofMillis(20).toNanos(), WaitingRoomTests::fail)).isNull();
		assertThat(first.get()).isNull();
		assertEmpty();
	}

	@Test
	void anInterruptedCallerMakesRoomForTheNext() throws Exception {
		Aside<String> first = Aside.start(() -> await((waited, left) -> ELSEWHERE));
		Awaitility.await().until(() -> this.room.waiting("e") == 1 && first.isWaiting());
		Aside<String> second = Aside.start(() -> await((waited, left) -> WaitingRoom.Answer.of("mine")));
		Awaitility.await().until(() -> this.room.waiting("e") == 2);
		first.interrupt();
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(first::get);
		assertThat(second.get()).isEqualTo("mine");
		assertEmpty();
	}

	@Test
	void nobodyWaitsWhileTheApplicationStops() throws Exception {
		List<Aside<String>> waiters = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			waiters.add(Aside.start(() -> await((waited, left) -> ELSEWHERE)));
		}
		Awaitility.await().until(() -> this.room.waiting("e") == 3 && waiters.stream().allMatch(Aside::isWaiting));

		this.room.stop();

		waiters.forEach((waiter) -> assertThatIllegalStateException().isThrownBy(waiter::get)
			.withMessageContaining("application stops"));
		assertThatIllegalStateException().isThrownBy(() -> await((waited, left) -> ELSEWHERE));
		assertEmpty();

		this.room.start();
		assertThat(await((waited, left) -> WaitingRoom.Answer.of("mine"))).isEqualTo("mine");
	}

	@Test
	void noWakeUpIsEverLostAmongThreadsOfThisInstance() {
		AtomicInteger unprotected = new AtomicInteger();
		AtomicReference<@Nullable Thread> owner = new AtomicReference<>();
		Rivals.race(8, (i) -> {
			for (int n = 0; n < 500; n++) {
				await((waited, left) -> owner.compareAndSet(null, Thread.currentThread())
						? WaitingRoom.Answer.of("mine") : NEARBY);
				unprotected.setPlain(unprotected.getPlain() + 1);
				owner.set(null);
				this.room.signal("e");
			}
			return i;
		});
		assertThat(unprotected.getPlain()).isEqualTo(4000);
		assertEmpty();
	}

	@Test
	void noWakeUpIsEverLostAmongInstances() {
		List<WaitingRoom> rooms = List.of(this.room, new WaitingRoom(this.bell, HOUR));
		AtomicInteger unprotected = new AtomicInteger();
		AtomicReference<@Nullable WaitingRoom> owner = new AtomicReference<>();
		Rivals.race(8, (i) -> {
			WaitingRoom mine = rooms.get(i % 2);
			for (int n = 0; n < 500; n++) {
				mine.await("e", Long.MAX_VALUE, (waited, left) -> {
					WaitingRoom other = owner.compareAndExchange(null, mine);
					return (other != null) ? new WaitingRoom.Answer<>(null, HOUR, other == mine)
							: WaitingRoom.Answer.of("mine");
				});
				unprotected.setPlain(unprotected.getPlain() + 1);
				owner.set(null);
				this.bell.ring("");
				mine.signal("e");
			}
			return i;
		});
		assertThat(unprotected.getPlain()).isEqualTo(4000);
		assertThat(rooms).allSatisfy((each) -> assertThat(each.waiting("e")).isZero());
		assertEmpty();
	}

	private void assertEmpty() {
		Awaitility.await().until(() -> this.room.waiting("e") == 0);
		assertThat(this.bell.listeners).isEmpty();
	}

	/**
	 * The first in line is told that it has it when the others stand behind.
	 */
	private Aside<String> holdWhen(CountDownLatch lined) {
		Aside<String> holder = Aside.start(() -> await((waited, left) -> {
			try {
				lined.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			return WaitingRoom.Answer.of("held");
		}));
		Awaitility.await().until(() -> this.room.waiting("e") == 1 && holder.isWaiting());
		return holder;
	}

	private @Nullable String await(WaitingRoom.Question<String> question) throws InterruptedException {
		return this.room.await("e", Long.MAX_VALUE, question);
	}

	private static WaitingRoom.Answer<String> fail(long waited, long left) {
		throw new RedisUnavailableException("away");
	}

	private static final class Shared implements WaitingRoom.Question<String> {

		private final List<WaitingRoom.Answer<String>> answers;

		private Shared(List<WaitingRoom.Answer<String>> answers) {
			this.answers = new ArrayList<>(answers);
		}

		@Override
		public WaitingRoom.Answer<String> ask(long waited, long left) {
			return this.answers.remove(0);
		}

		@Override
		public boolean exclusive() {
			return false;
		}

	}

	/** Signals without a server. */
	private static final class Bell implements WakeUps {

		private final List<Listener> listeners = new CopyOnWriteArrayList<>();

		@Override
		public Address address(String entity) {
			throw new UnsupportedOperationException();
		}

		@Override
		public Listening listen(String entity, Listener listener) {
			this.listeners.add(listener);
			return () -> this.listeners.remove(listener);
		}

		void ring(String text) {
			this.listeners.forEach((listener) -> listener.signalled(text));
		}

		void miss() {
			this.listeners.forEach(Listener::missed);
		}

	}

}
