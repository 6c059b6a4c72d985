package io.github.redispatterns.internal;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The clock of a server is known from its replies, the short ones before all.
 */
class ServerTimeTests {

	private static final long YEAR_2001 = 1_000_000_000_000L;

	private final ServerTime time = new ServerTime();

	private final long now = LeaseKeeper.now();

	@Test
	void isNotKnownBeforeTheFirstReply() {
		assertThat(this.time.millis()).isZero();
	}

	@Test
	void isWhatTheServerSaidHalfAJourneyAgo() {
		this.time.heard(YEAR_2001, this.now - millis(20), this.now - millis(10));

		assertThat(this.time.millis()).isBetween(YEAR_2001 + 15, YEAR_2001 + 15 + elapsed());
	}

	@Test
	void isNotKnownFromAReplyThatTookTooLong() {
		this.time.heard(YEAR_2001, this.now - millis(502), this.now);

		assertThat(this.time.millis()).isZero();
	}

	@Test
	void isKeptFromTheReplyThatTookLess() {
		this.time.heard(YEAR_2001, this.now - millis(2), this.now);
		this.time.heard(YEAR_2001 + 90, this.now - millis(100), this.now + millis(100));

		assertThat(this.time.millis()).isBetween(YEAR_2001 + 1, YEAR_2001 + 1 + elapsed());
	}

	@Test
	void isTakenFromAReplyThatContradictsEvenIfItTookMore() {
		this.time.heard(YEAR_2001, this.now - millis(2), this.now);
		this.time.heard(YEAR_2001 + 200, this.now - millis(50), this.now + millis(50));

		assertThat(this.time.millis()).isBetween(YEAR_2001 + 200, YEAR_2001 + 200 + elapsed());
	}

	@Test
	void isTakenFromALongerJourneyOnceTheShortOneIsOld() {
		long old = this.now - TimeUnit.MINUTES.toNanos(1);
		this.time.heard(YEAR_2001, old - millis(2), old);
		this.time.heard(YEAR_2001 + 60_000 + 30, this.now - millis(80), this.now);

		assertThat(this.time.millis()).isBetween(YEAR_2001 + 60_070, YEAR_2001 + 60_070 + elapsed());
	}

	@Test
	void isForgottenWhenItIsOld() {
		long old = this.now - TimeUnit.MINUTES.toNanos(5);
		this.time.heard(YEAR_2001, old - millis(2), old);

		assertThat(this.time.millis()).isZero();
	}

	private long elapsed() {
		return TimeUnit.NANOSECONDS.toMillis(LeaseKeeper.now() - this.now) + 1;
	}

	private static long millis(long millis) {
		return TimeUnit.MILLISECONDS.toNanos(millis);
	}

}
