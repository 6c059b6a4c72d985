package io.github.redispatterns.internal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.redispatterns.internal.NewsMessage.Kind;
import io.github.redispatterns.internal.NewsTally.Flush;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two zones; times are milliseconds of a clock that the tests move.
 */
class NewsReceptionTests {

	private static final long BOUND = 3000;

	private static final long HEARTBEAT = 1000;

	private static final long GRACE = 200;

	private static final List<String> ZONES = List.of("first", "second");

	private final List<String> told = new ArrayList<>();

	private final NewsTally tally = new NewsTally();

	private final NewsPublisher own = new NewsPublisher();

	private final NewsPublisher other = new NewsPublisher();

	private final NewsReception reception = new NewsReception(
			new NewsTerms(nanos(BOUND), nanos(HEARTBEAT), nanos(GRACE)), this.own.name(),
			Map.of("first", 0, "second", 1), new Readers(), this.tally);

	private boolean trustedWhenMissed;

	private long now = 1000;

	@Test
	void trustsOnceItHeardItselfThroughEveryZoneAndEverybodyHadTimeToBeHeard() {
		this.reception.subscribed(nanos(this.now));
		returns("first", this.now);
		pass(HEARTBEAT + GRACE);
		assertThat(trusts()).isFalse();

		returns("second", this.now);

		assertThat(trusts()).isTrue();
		assertThat(this.told).containsExactly("missed");
		assertThat(this.trustedWhenMissed).isFalse();
		assertThat(this.reception.trustedUntil()).isEqualTo(nanos(1000 + BOUND));
	}

	@Test
	void doesNotTrustBeforeEverybodyHadTimeToBeHeard() {
		this.reception.subscribed(nanos(this.now));
		beat();
		pass(HEARTBEAT + GRACE - 1);
		assertThat(trusts()).isFalse();

		pass(1);

		assertThat(trusts()).isTrue();
	}

	@Test
	void aHeartbeatFromBeforeTheSubscriptionProvesNothing() {
		long before = this.now;
		pass(500);
		this.reception.subscribed(nanos(this.now));
		pass(HEARTBEAT + GRACE);
		returns("first", before);
		returns("second", this.now);
		assertThat(trusts()).isFalse();

		returns("first", this.now);

		assertThat(trusts()).isTrue();
	}

	@Test
	void trustLastsForTheBoundAfterTheOldestZonesHeartbeatWasSent() {
		trust();
		long sent = this.now;
		pass(700);
		returns("first", this.now);
		assertThat(this.reception.trustedUntil()).isEqualTo(nanos(sent + BOUND));

		returns("second", sent + 100);

		assertThat(this.reception.trustedUntil()).isEqualTo(nanos(sent + 100 + BOUND));
	}

	@Test
	void trustThatLapsedBeginsAsAfterASubscription() {
		trust();
		long sent = this.now;
		pass(BOUND);
		assertThat(trusts()).isFalse();
		assertThat(this.told).isEmpty();

		returns("first", sent + 1);
		returns("second", sent + 1);
		pass(HEARTBEAT + GRACE);
		assertThat(trusts()).isFalse();
		beat();

		assertThat(trusts()).isTrue();
		assertThat(this.told).containsExactly("missed");
	}

	@Test
	void aLostConnectionEndsTrustAtOnce() {
		trust();
		this.reception.lost();
		assertThat(this.reception.trustedUntil()).isZero();

		beat();
		pass(HEARTBEAT + GRACE);
		assertThat(trusts()).isFalse();
		this.reception.subscribed(nanos(this.now));
		assertThat(trusts()).isFalse();
		pass(HEARTBEAT + GRACE);
		beat();

		assertThat(trusts()).isTrue();
		assertThat(this.told).containsExactly("missed");
	}

	@Test
	void aSecondConfirmationIsAnotherSubscription() {
		trust();

		this.reception.subscribed(nanos(this.now));

		assertThat(this.reception.trustedUntil()).isZero();
	}

	@Test
	void tellsWhatComesInItsOrderAlsoWithoutTrust() {
		this.reception.subscribed(nanos(this.now));
		publish("a");
		publish("b");
		assertThat(this.told).containsExactly("a", "b");
		settle();
		publish("c");

		assertThat(this.told).containsExactly("c");
		assertThat(this.tally.messages()).isEqualTo(3);
	}

	@Test
	void doesNotTellWhatItPublishedItself() {
		trust();

		arrive(join(this.own.nextHead(utf8("cache")), "mine"));
		arrive(join(this.own.nextHead(utf8("cache")), "mine"));
		live(BOUND);

		assertThat(this.told).isEmpty();
	}

	@Test
	void aNumberThatComesWithinTheGraceIsNoLoss() {
		trust();
		byte[] first = message("1");
		byte[] second = message("2");
		byte[] third = message("3");
		arrive(third);
		arrive(second);
		pass(GRACE - 1);
		arrive(first);
		live(GRACE);

		assertThat(this.told).containsExactly("3", "2", "1");
		assertThat(this.tally.gaps()).isZero();
	}

	@Test
	void aNumberThatDoesNotComeIsALoss() {
		trust();
		publish("1");
		byte[] lost = message("2");
		byte[] alsoLost = message("3");
		publish("4");
		pass(GRACE - 1);
		assertThat(this.told).containsExactly("1", "4");

		pass(1);
		assertThat(this.told).containsExactly("1", "4", "missed");
		assertThat(trusts()).isTrue();

		arrive(lost);
		arrive(alsoLost);
		live(HEARTBEAT);

		assertThat(this.told).containsExactly("1", "4", "missed", "2", "3");
		assertThat(this.tally.gaps()).isEqualTo(2);
		assertThat(this.tally.flushes(Flush.GAP)).isEqualTo(1);
	}

	@Test
	void aDuplicateIsNoLoss() {
		trust();
		byte[] first = message("1");
		byte[] second = message("2");
		arrive(first);
		arrive(second);
		arrive(second);
		arrive(first);
		live(HEARTBEAT);

		assertThat(this.told).containsExactly("1", "2", "2", "1");
	}

	@Test
	void aHeartbeatRevealsALossWithNothingBehindIt() {
		trust();
		publish("1");
		message("lost");
		heartbeat();
		heartbeat();
		pass(GRACE);

		assertThat(this.told).containsExactly("1", "missed");
		live(HEARTBEAT);
		assertThat(this.told).hasSize(2);
	}

	@Test
	void lossesBeforeTrustDoNotMatter() {
		this.reception.subscribed(nanos(this.now));
		message("lost");
		heartbeat();
		message("also lost");
		publish("3");
		settle();
		live(HEARTBEAT);
		publish("4");
		live(GRACE);

		assertThat(this.told).containsExactly("4");
	}

	@Test
	void whatAnUnknownPublisherSentUnheardSinceTrustBeganIsALoss() {
		trust();
		message("lost");
		heartbeat();
		assertThat(this.told).isEmpty();

		pass(GRACE);

		assertThat(this.told).containsExactly("missed");
	}

	@Test
	void aPublisherThatBeginsIsNoLoss() {
		trust();
		byte[] first = message("1");
		byte[] second = message("2");
		arrive(second);
		arrive(first);
		heartbeat();
		live(GRACE);

		assertThat(this.told).containsExactly("2", "1");
	}

	@Test
	void whoIsMetJustBeforeTrustDelaysItUntilItsLateMessagesAreIn() {
		this.reception.subscribed(nanos(this.now));
		pass(HEARTBEAT + GRACE - 10);
		message("1");
		heartbeat();
		beat();
		pass(GRACE - 1);
		assertThat(trusts()).isFalse();

		pass(1);

		assertThat(trusts()).isTrue();
	}

	@Test
	void aPublisherThatFallsSilentIsForgottenOnce() {
		trust();
		publish("1");
		live(BOUND - 1);
		assertThat(this.told).containsExactly("1");

		live(1);
		assertThat(this.told).containsExactly("1", "missed");
		assertThat(this.tally.flushes(Flush.SILENCE)).isEqualTo(1);
		live(3 * BOUND);
		assertThat(this.told).hasSize(2);

		heartbeat();
		live(GRACE);

		assertThat(this.told).containsExactly("1", "missed", "missed");
	}

	@Test
	void silenceOfEverybodyEndsTrustAndForgetsNothingYet() {
		trust();
		publish("1");
		pass(BOUND);

		assertThat(trusts()).isFalse();
		assertThat(this.told).containsExactly("1");
		assertThat(this.tally.flushes(Flush.SILENCE)).isZero();
	}

	@Test
	void silenceOfOthersIsOurOwnWhenWeDoNotHearOurselvesEither() {
		trust();
		publish("1");
		pass(900);
		beat();
		pass(2100);

		assertThat(trusts()).isFalse();
		assertThat(this.told).containsExactly("1");
	}

	@Test
	void aGoodbyeIsFollowedBySilenceThatMeansNothing() {
		trust();
		publish("1");
		arrive(join(this.other.head(Kind.GOODBYE, nanos(this.now)), "first"));
		live(2 * BOUND);

		assertThat(this.told).containsExactly("1");
		assertThat(trusts()).isTrue();
	}

	@Test
	void aGoodbyeRevealsALoss() {
		trust();
		publish("1");
		message("lost");
		arrive(join(this.other.head(Kind.GOODBYE, nanos(this.now)), "first"));
		live(2 * BOUND);

		assertThat(this.told).containsExactly("1", "missed");
	}

	@Test
	void countsPublishersApart() {
		NewsPublisher third = new NewsPublisher();
		trust();
		publish("1");
		arrive(join(third.nextHead(utf8("cache")), "one"));
		message("lost");
		arrive(join(third.nextHead(utf8("cache")), "two"));
		live(GRACE);
		assertThat(this.told).containsExactly("1", "one", "two");

		heartbeat();
		live(GRACE);

		assertThat(this.told).containsExactly("1", "one", "two", "missed");
	}

	@Test
	void remembersABoundedNumberOfPublishers() {
		trust();
		publish("1");
		for (int i = 1; i < NewsReception.MOST_SOURCES; i++) {
			arrive(join(new NewsPublisher().nextHead(utf8("cache")), "x"));
		}
		assertThat(this.told).doesNotContain("missed");

		arrive(join(new NewsPublisher().nextHead(utf8("cache")), "x"));

		assertThat(this.told).containsOnlyOnce("missed");
		assertThat(this.tally.flushes(Flush.CROWD)).isEqualTo(1);
		heartbeat();
		live(GRACE);
		assertThat(this.tally.flushes(Flush.GAP)).as("the eldest was forgotten").isEqualTo(1);
	}

	@Test
	void aLossOfAnySizeIsOneLoss() {
		trust();
		publish("1");
		IntStream.range(0, 100_000).forEach((i) -> message("lost"));
		publish("2");
		IntStream.range(0, 10).forEach((i) -> message("lost"));
		publish("3");
		live(BOUND - 1);

		assertThat(this.told).containsExactly("1", "2", "3", "missed");
	}

	@Test
	void whatItCannotReadMayHaveBeenForAnybody() {
		trust();

		arrive(utf8("from a later version, whatever it means"));
		arrive(new byte[0]);

		assertThat(this.told).containsExactly("missed", "missed");
		assertThat(this.tally.flushes(Flush.UNREADABLE)).isEqualTo(2);
	}

	@Test
	void knowsThatItIsDeaf() {
		this.reception.subscribed(nanos(this.now));
		pass(2 * BOUND);
		assertThat(this.reception.isDeaf(nanos(this.now))).isFalse();
		pass(1);
		assertThat(this.reception.isDeaf(nanos(this.now))).isTrue();

		beat();
		assertThat(this.reception.isDeaf(nanos(this.now))).isFalse();
	}

	@Test
	void isPatientUntilSomethingIsDue() {
		trust();
		publish("1");
		assertThat(this.reception.patience(nanos(this.now))).isEqualTo(nanos(BOUND));
		message("lost");
		publish("3");
		assertThat(this.reception.patience(nanos(this.now))).isEqualTo(nanos(GRACE));

		pass(GRACE);

		assertThat(this.reception.patience(nanos(this.now))).isEqualTo(nanos(BOUND - GRACE));
	}

	private void trust() {
		this.reception.subscribed(nanos(this.now));
		settle();
	}

	private void settle() {
		pass(HEARTBEAT + GRACE);
		beat();
		assertThat(trusts()).isTrue();
		this.told.clear();
	}

	private boolean trusts() {
		return this.reception.trustedUntil() > nanos(this.now);
	}

	/** Let time pass in which nothing arrives. */
	private void pass(long millis) {
		this.now += millis;
		this.reception.look(nanos(this.now));
	}

	/** Let time pass in which our own heartbeats arrive. */
	private void live(long millis) {
		for (long end = this.now + millis; this.now < end;) {
			beat();
			pass(Math.min(HEARTBEAT, end - this.now));
		}
	}

	private void beat() {
		ZONES.forEach((zone) -> returns(zone, this.now));
	}

	private void returns(String zone, long sent) {
		arrive(join(this.own.head(Kind.HEARTBEAT, nanos(sent)), zone));
	}

	private void heartbeat() {
		arrive(join(this.other.head(Kind.HEARTBEAT, 1), "first"));
	}

	private byte[] message(String body) {
		return join(this.other.nextHead(utf8("cache")), body);
	}

	private void publish(String body) {
		arrive(message(body));
	}

	private void arrive(byte[] message) {
		this.reception.received(message, nanos(this.now));
	}

	private static long nanos(long millis) {
		return TimeUnit.MILLISECONDS.toNanos(millis);
	}

	private static byte[] join(byte[] head, String rest) {
		ByteArrayOutputStream message = new ByteArrayOutputStream();
		message.writeBytes(head);
		message.writeBytes(utf8(rest));
		return message.toByteArray();
	}

	private static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private final class Readers implements NewsReception.Readers {

		@Override
		public void received(String member, byte[] body) {
			assertThat(member).isEqualTo("cache");
			NewsReceptionTests.this.told.add(new String(body, StandardCharsets.UTF_8));
		}

		@Override
		public void missed() {
			NewsReceptionTests.this.told.add("missed");
			NewsReceptionTests.this.trustedWhenMissed = NewsReceptionTests.this.trusts();
		}

	}

}
