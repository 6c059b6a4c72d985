package io.github.redispatterns.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class OneChannelHubTests {

	private final List<ScriptedSubscription> subscriptions = new ArrayList<>();

	private final WakeUpHub hub = new OneChannelHub("shop:kernel:wake".getBytes(), (channel) -> {
		ScriptedSubscription subscription = new ScriptedSubscription();
		this.subscriptions.add(subscription);
		return subscription;
	});

	private final Ear ear = new Ear();

	@AfterEach
	void stop() {
		this.hub.stop();
	}

	@Test
	void doesNothingUntilSomebodyListens() {
		this.hub.start();

		assertThat(this.hub.address("shop:lock:{a}").channel()).asString().isEqualTo("shop:kernel:wake");
		assertThat(this.subscriptions).isEmpty();
		assertThat(this.hub.connected()).isNaN();
	}

	@Test
	void dispatchesByTopicAndKeepsTheOrder() {
		Ear second = new Ear();
		Ear other = new Ear();
		this.hub.listen("a", this.ear);
		this.hub.listen("a", second);
		this.hub.listen("b", other);

		confirm();
		publish("a\n1", "b\n2", "c\n3", "a\n4\n5", "a");

		await(() -> other.signals().size() == 1 && this.ear.signals().size() == 3 && second.signals().size() == 3);
		assertThat(this.ear.signals()).containsExactly("1", "4\n5", "");
		assertThat(second.signals()).containsExactly("1", "4\n5", "");
		assertThat(other.signals()).containsExactly("2");
		assertThat(this.subscriptions).hasSize(1);
	}

	@Test
	void dispatchesOnOneThread() throws Exception {
		CompletableFuture<Thread> thread = new CompletableFuture<>();
		this.hub.listen("a", new Ear() {

			@Override
			public void signalled(String text) {
				thread.complete(Thread.currentThread());
			}

		});

		confirm();
		publish("a\n1");

		assertThat(thread.get(20, TimeUnit.SECONDS)).satisfies((it) -> {
			assertThat(it.getName()).isEqualTo("redis-patterns-wake-up");
			assertThat(it.isDaemon()).isTrue();
		});
	}

	@Test
	void aListenerThatFailsDoesNotHurtTheOthers(CapturedOutput output) {
		this.hub.listen("a", new Failing(new IllegalStateException("expected by the test")));
		this.hub.listen("a", new Failing(new StackOverflowError("expected by the test")));
		this.hub.listen("a", this.ear);

		confirm();
		publish("a\n1");

		await(() -> this.ear.signals().contains("1"));
		assertThat(this.ear.missedTimes()).isEqualTo(1);
		assertThat(this.subscriptions.get(0).attempts()).isEqualTo(1);
		assertThat(output).contains("A listener to signals of a failed");
	}

	@Test
	void tellsOfMissedSignalsAfterEverySubscription() {
		this.hub.listen("a", this.ear);
		confirm();
		await(() -> this.ear.missedTimes() == 1);
		Ear late = new Ear();
		this.hub.listen("b", late);
		publish("b\n1");
		await(() -> late.signals().contains("1"));
		assertThat(late.missedTimes()).isZero();
		assertThat(this.hub.connected()).isEqualTo(1);
		assertThat(this.hub.losses()).isZero();

		this.subscriptions.get(0).fail(new IllegalStateException("expected by the test"));
		confirm();

		await(() -> this.ear.missedTimes() == 2 && late.missedTimes() == 1);
		assertThat(this.hub.losses()).isEqualTo(1);

		confirm();

		await(() -> this.ear.missedTimes() == 3);
		assertThat(this.hub.losses()).isEqualTo(2);
	}

	@Test
	void triesAgainWhateverHappensAndLogsAnOutageOnce(CapturedOutput output) {
		this.hub.listen("a", this.ear);
		ScriptedSubscription subscription = this.subscriptions.get(0);
		subscription.fail(new IllegalArgumentException("first reason"));
		subscription.fail(new NoClassDefFoundError("second reason"));
		subscription.fail(new InterruptedException("third reason"));
		await(() -> subscription.attempts() == 4);
		assertThat(this.hub.connected()).isZero();

		confirm();

		await(() -> this.ear.missedTimes() == 1);
		assertThat(output).containsOnlyOnce("do not arrive")
			.contains("first reason")
			.containsOnlyOnce("arrive again")
			.doesNotContain("second reason")
			.doesNotContain("\tat ");
	}

	@Test
	void aClosedListeningHearsNothingAndTheOthersGoOn() {
		Ear twice = new Ear();
		WakeUps.Listening first = this.hub.listen("a", twice);
		this.hub.listen("a", twice);
		WakeUps.Listening last = this.hub.listen("b", this.ear);
		confirm();
		publish("a\n1");
		await(() -> twice.signals().size() == 2);

		first.close();
		first.close();
		last.close();
		publish("b\n1", "a\n2");

		await(() -> twice.signals().contains("2"));
		assertThat(twice.signals()).containsExactly("1", "1", "2");
		assertThat(this.ear.signals()).isEmpty();
	}

	@Test
	void isDeafOnceStoppedAndTellsOfMissedSignalsOnceStarted() {
		this.hub.listen("a", this.ear);
		confirm();
		await(() -> this.ear.missedTimes() == 1);
		Thread thread = thread();

		this.hub.stop();

		assertThat(thread.isAlive()).isFalse();
		assertThat(this.hub.isRunning()).isFalse();
		assertThat(this.hub.connected()).isNaN();
		Ear deaf = new Ear();
		this.hub.listen("a", deaf).close();
		assertThat(this.subscriptions).hasSize(1);

		this.hub.start();
		confirm();

		await(() -> this.ear.missedTimes() == 2);
		publish("a\n1");
		await(() -> this.ear.signals().contains("1"));
		assertThat(deaf.missedTimes()).isZero();
		assertThat(this.hub.losses()).isZero();
	}

	@Test
	void itsThreadEndsAlsoWhileItWaitsForTheServer() {
		this.hub.listen("a", this.ear);
		this.subscriptions.get(0).hang();
		Thread thread = thread();

		this.hub.stop();

		assertThat(thread.isAlive()).isFalse();
	}

	private void confirm() {
		this.subscriptions.get(this.subscriptions.size() - 1).confirm();
	}

	private void publish(String... messages) {
		for (String message : messages) {
			this.subscriptions.get(this.subscriptions.size() - 1).publish(message);
		}
	}

	private static Thread thread() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("redis-patterns-wake-up"))
			.findFirst()
			.orElseThrow();
	}

	private static void await(Callable<Boolean> condition) {
		Awaitility.await().atMost(20, TimeUnit.SECONDS).until(condition);
	}

	private static final class Failing implements WakeUps.Listener {

		private final Throwable failure;

		private Failing(Throwable failure) {
			this.failure = failure;
		}

		@Override
		public void signalled(String text) {
			missed();
		}

		@Override
		public void missed() {
			if (this.failure instanceof Error error) {
				throw error;
			}
			throw (RuntimeException) this.failure;
		}

	}

}
