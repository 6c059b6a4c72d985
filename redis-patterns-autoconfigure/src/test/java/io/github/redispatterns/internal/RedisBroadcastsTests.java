package io.github.redispatterns.internal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.github.redispatterns.PatternConfigurationException;
import io.github.redispatterns.internal.NewsMessage.Kind;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisConnectionException;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A server that gives back what it is sent, to the last subscription that was made.
 */
@ExtendWith(OutputCaptureExtension.class)
class RedisBroadcastsTests {

	private final List<ScriptedSubscription> subscriptions = new CopyOnWriteArrayList<>();

	private final List<byte[]> published = new CopyOnWriteArrayList<>();

	private final RedisBroadcasts broadcasts = new RedisBroadcasts("shop:kernel:news",
			List.of(utf8("shop:kernel:{0}:pulse")), NewsTerms.of(Duration.ofSeconds(1)), new Redis(), false,
			this::subscription);

	private final NewsEar ear = new NewsEar();

	private final NewsPublisher other = new NewsPublisher();

	private volatile RuntimeException failure = new JedisConnectionException("expected by the test");

	private volatile boolean refuses;

	@AfterEach
	void stop() {
		this.broadcasts.stop();
	}

	@Test
	void doesNothingUntilSomebodyJoins() {
		this.broadcasts.start();

		assertThat(this.broadcasts.trusted()).isNaN();
		assertThat(this.subscriptions).isEmpty();
		assertThat(this.published).isEmpty();
		assertThat(threads()).isEmpty();
	}

	@Test
	void trustsItsOwnHeartbeatsAfterItSaidThatMessagesMayBeMissed() {
		Broadcasts.Member member = this.broadcasts.join("cache", this.ear);
		assertThat(member.trustedUntil()).isZero();
		confirm();

		awaitTrust(member);

		assertThat(this.ear.told()).isNotEmpty().containsOnly(NewsEar.MISSED);
		assertThat(this.broadcasts.trusted()).isEqualTo(1);
		assertThat(this.broadcasts.tally().flushes(NewsTally.Flush.BEGIN)).isPositive();
	}

	@Test
	void tellsMembersWhatOthersPublishUnderTheirNameAlone() {
		Broadcasts.Member member = this.broadcasts.join("cache", this.ear);
		NewsEar flags = new NewsEar();
		this.broadcasts.join("flag", flags);
		confirm();

		arrive(member.next().head(), "own");
		arrive(this.other.nextHead(utf8("cache")), "1");
		arrive(this.other.nextHead(utf8("flag")), "2");
		arrive(this.other.nextHead(utf8("unknown")), "3");
		arrive(this.other.nextHead(utf8("cache")), "4");

		await(() -> this.ear.received().size() == 2 && flags.received().size() == 1);
		assertThat(this.ear.received()).containsExactly("1", "4");
		assertThat(flags.received()).containsExactly("2");
		assertThat(this.broadcasts.tally().gaps()).isZero();
	}

	@Test
	void whoJoinsLaterIsToldFirstThatMessagesMayBeMissed() {
		Broadcasts.Member first = this.broadcasts.join("cache", this.ear);
		confirm();
		awaitTrust(first);
		NewsEar late = new NewsEar();

		Broadcasts.Member second = this.broadcasts.join("flag", late);

		awaitTrust(second);
		assertThat(late.told()).first().isEqualTo(NewsEar.MISSED);
		assertThat(this.subscriptions).hasSize(1);
	}

	@Test
	void aListenerThatFailsForgetsAllAndDoesNotHurtTheOthers(CapturedOutput output) {
		NewsEar failing = new NewsEar() {

			@Override
			public void received(byte[] body) {
				throw new IllegalStateException("expected by the test");
			}

		};
		this.broadcasts.join("cache", failing);
		this.broadcasts.join("flag", this.ear);
		confirm();
		await(() -> failing.missedTimes() > 0);
		long before = failing.missedTimes();

		arrive(this.other.nextHead(utf8("cache")), "1");
		arrive(this.other.nextHead(utf8("flag")), "2");

		await(() -> this.ear.received().contains("2"));
		assertThat(failing.missedTimes()).isGreaterThan(before);
		assertThat(output).contains("A listener to broadcasts of 'cache' failed");
	}

	@Test
	void refusesANameThatIsTakenOrTooLongAndTakesOneThatWasLeft() {
		Broadcasts.Member member = this.broadcasts.join("cache", this.ear);

		assertThatExceptionOfType(PatternConfigurationException.class)
			.isThrownBy(() -> this.broadcasts.join("cache", this.ear))
			.withMessageContaining("\"cache\"");
		assertThatExceptionOfType(PatternConfigurationException.class)
			.isThrownBy(() -> this.broadcasts.join("x".repeat(65), this.ear))
			.withMessageContaining("64 bytes at most");

		member.close();
		assertThat(member.trustedUntil()).isZero();
		this.broadcasts.join("cache", this.ear);
	}

	@Test
	void saysGoodbyeWhenStoppedAndIsSomebodyElseWhenStartedAgain() {
		Broadcasts.Member member = this.broadcasts.join("cache", this.ear);
		confirm();
		awaitTrust(member);
		NewsMessage first = NewsMessage.read(member.next().head());
		assertThat(first).isNotNull();

		this.broadcasts.stop();

		assertThat(NewsMessage.read(this.published.get(this.published.size() - 1)))
			.returns(Kind.GOODBYE, NewsMessage::kind)
			.returns(first.publisher(), NewsMessage::publisher)
			.returns(1L, NewsMessage::number);
		assertThat(member.trustedUntil()).isZero();
		assertThat(this.broadcasts.trusted()).isNaN();
		assertThat(threads()).isEmpty();
		this.ear.forget();

		this.broadcasts.start();
		await(() -> this.subscriptions.size() == 2);
		confirm();
		awaitTrust(member);

		assertThat(this.ear.told()).first().isEqualTo(NewsEar.MISSED);
		NewsMessage second = NewsMessage.read(member.next().head());
		assertThat(second).isNotNull();
		assertThat(second.number()).isEqualTo(1);
		assertThat(second.publisher()).isNotEqualTo(first.publisher());
	}

	@Test
	void isNotTrustedWhileRedisIsAwayAndResumesByItself() {
		Broadcasts.Member member = this.broadcasts.join("cache", this.ear);
		confirm();
		awaitTrust(member);

		this.refuses = true;
		await(() -> member.trustedUntil() <= LeaseKeeper.now());
		this.ear.forget();
		this.refuses = false;

		awaitTrust(member);
		assertThat(this.ear.told()).contains(NewsEar.MISSED);
	}

	@Test
	void subscribesElsewhereWhenItDoesNotHearItself() {
		this.broadcasts.join("cache", this.ear);
		// confirmed, and yet nothing comes back
		this.subscriptions.get(0).confirmAndHearNothing();

		await(() -> this.subscriptions.size() > 1);
	}

	@Test
	void warnsOnceOfAChannelThatIsForbidden(CapturedOutput output) {
		this.failure = new JedisAccessControlException("NOPERM No permissions to access a channel");
		this.refuses = true;
		Broadcasts.Member member = this.broadcasts.join("cache", this.ear);
		ScriptedSubscription subscription = this.subscriptions.get(0);
		subscription.fail(this.failure);
		subscription.fail(this.failure);
		await(() -> subscription.attempts() > 2);

		assertThat(member.trustedUntil()).isZero();
		assertThat(output).containsOnlyOnce("do not arrive on the channel 'shop:kernel:news'")
			.containsOnlyOnce("refuses heartbeats on the channel 'shop:kernel:news'");
	}

	private void awaitTrust(Broadcasts.Member member) {
		await(() -> member.trustedUntil() > LeaseKeeper.now());
	}

	private void confirm() {
		this.subscriptions.get(this.subscriptions.size() - 1).confirm();
	}

	private void arrive(byte[] head, String body) {
		this.subscriptions.get(this.subscriptions.size() - 1).publish(join(head, utf8(body)));
	}

	private Subscription subscription() {
		ScriptedSubscription subscription = new ScriptedSubscription();
		this.subscriptions.add(subscription);
		return subscription;
	}

	private static List<String> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((name) -> name.startsWith("redis-patterns-news") || name.startsWith("redis-patterns-heartbeat"))
			.toList();
	}

	private static void await(Callable<Boolean> condition) {
		Awaitility.await().pollInterval(Duration.ofMillis(10)).atMost(20, TimeUnit.SECONDS).until(condition);
	}

	private static byte[] join(byte[] head, byte[] rest) {
		ByteArrayOutputStream message = new ByteArrayOutputStream();
		message.writeBytes(head);
		message.writeBytes(rest);
		return message.toByteArray();
	}

	private static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private final class Redis implements ScriptRunner {

		@Override
		public <T> T run(LuaScript<T> script, int keys, byte[]... arguments) {
			RedisBroadcastsTests tests = RedisBroadcastsTests.this;
			if (tests.refuses) {
				throw tests.failure;
			}
			byte[] message = join(arguments[2], arguments[0]);
			tests.published.add(message);
			tests.subscriptions.get(tests.subscriptions.size() - 1).publish(message);
			return script.cast(1L);
		}

	}

}
