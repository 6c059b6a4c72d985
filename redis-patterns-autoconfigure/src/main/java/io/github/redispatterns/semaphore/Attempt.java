package io.github.redispatterns.semaphore;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import io.github.redispatterns.RedisUnavailableException;
import io.github.redispatterns.internal.Holding;
import io.github.redispatterns.internal.LeaseKeeper;
import io.github.redispatterns.internal.WaitingRoom;
import org.jspecify.annotations.Nullable;

/**
 * One caller's way to permits or an item.
 */
final class Attempt implements WaitingRoom.Question<Leasehold> {

	private final LeaseContext context;

	private final Stake stake;

	private final Holding.Terms terms;

	private final long begin = LeaseKeeper.now();

	private boolean registered;

	private boolean asked;

	Attempt(LeaseContext context, Stake stake, Holding.Terms terms) {
		this.context = context;
		this.stake = stake;
		this.terms = terms;
	}

	/**
	 * Try, and wait if need be.
	 * @param patience longest wait
	 * @return what is held, or {@code null} if too little was free for too long
	 * @throws InterruptedException if the thread is interrupted while it waits
	 */
	@Nullable Leasehold run(Duration patience) throws InterruptedException {
		SemaphoreMeters.Outcome outcome = SemaphoreMeters.Outcome.UNAVAILABLE;
		try {
			Leasehold held = tryAndWait(patience.toNanos());
			outcome = (held != null) ? SemaphoreMeters.Outcome.GRANTED : SemaphoreMeters.Outcome.FULL;
			return held;
		}
		catch (InterruptedException ex) {
			outcome = SemaphoreMeters.Outcome.INTERRUPTED;
			throw ex;
		}
		finally {
			this.context.meters().asked(this.stake.name(), outcome, LeaseKeeper.now() - this.begin);
		}
	}

	private @Nullable Leasehold tryAndWait(long patience) throws InterruptedException {
		if (patience > 0 && Thread.interrupted()) {
			throw new InterruptedException();
		}
		String entity = this.stake.entity();
		if (patience == 0 || this.context.room().waiting(entity) == 0) {
			Leasehold held = ask(0, 0).value();
			if (held != null || patience == 0) {
				return held;
			}
		}
		Leasehold held = null;
		try {
			held = this.context.room().await(entity, patience - (LeaseKeeper.now() - this.begin), this);
			// who stood behind others all the time knows nothing yet
			held = (held != null || this.asked) ? held : ask(0, 0).value();
			return held;
		}
		finally {
			if (held == null && this.registered) {
				leave();
			}
		}
	}

	@Override
	public WaitingRoom.Answer<Leasehold> ask(long waited, long left) {
		if (this.context.keeper().isStopped()) {
			throw new IllegalStateException("'%s' is not taken: the application stops".formatted(this.stake.name()));
		}
		long sent = LeaseKeeper.now();
		Stake.Taking taking = take(left > 0);
		this.asked = true;
		if (taking.taken()) {
			return WaitingRoom.Answer.of(new Leasehold(this.context, this.stake, this.terms, sent));
		}
		long pause = (taking.pause() >= 0) ? taking.pause() : Duration.ofDays(1).toMillis();
		return new WaitingRoom.Answer<>(null, pause * 1_000_000, false);
	}

	private Stake.Taking take(boolean waiting) {
		this.registered |= waiting;
		try {
			return this.stake.take(this.terms.lease(), waiting);
		}
		catch (RedisUnavailableException ex) {
			if (ex.getCause() != null) {
				this.context.releaseLater(this.stake, this.terms.lease());
			}
			throw ex;
		}
	}

	private void leave() {
		try {
			this.stake.leave();
		}
		catch (RedisUnavailableException ex) {
			// what is waiting there goes by itself
		}
	}

	@Override
	public boolean exclusive() {
		return false;
	}

	/**
	 * Return how long this attempt has taken until now.
	 * @return the time
	 */
	Duration waited() {
		return Duration.ofNanos(LeaseKeeper.now() - this.begin).truncatedTo(ChronoUnit.MILLIS);
	}

}
