package io.github.redispatterns.lock;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

import io.github.redispatterns.RedisUnavailableException;
import io.github.redispatterns.internal.Background;
import io.github.redispatterns.internal.LeaseKeeper;

/**
 * A mutex that a majority of independent servers has to grant (Redlock, Sanfilippo 2014).
 * <p>
 * What Redlock lacks, a fencing token, is added (Kleppmann 2016): the largest of those
 * that a majority gave, to which that majority is then raised. Any two majorities share a
 * server, so the next token is larger unless that server lost its data, and then by its
 * clock.
 */
final class QuorumScheme implements LockScheme {

	/** Before another try to give it back, in time-outs. */
	private static final int[] PAUSES = { 2, 8 };

	private final Quorum quorum;

	private final LockProperties.Quorum properties;

	private final Background background;

	QuorumScheme(Quorum quorum, LockProperties.Quorum properties, Background background) {
		this.quorum = quorum;
		this.properties = properties;
		this.background = background;
	}

	@Override
	public Taking take(Claim claim, Duration lease, boolean waiting) {
		long begin = LeaseKeeper.now();
		Ballot<Taking> ballot = this.quorum.ask((node) -> node.mutex().take(claim, served(lease), false));
		List<QuorumNode> granted = ballot.voters((taking) -> taking.fence() > 0);
		boolean given = false;
		try {
			ballot.failOnMistakes();
			if (granted.size() >= this.quorum.majority()) {
				long fence = fence(claim, ballot, granted);
				requireTime(claim, lease, LeaseKeeper.now() - begin);
				given = true;
				return new Taking(fence, 0, null);
			}
		}
		finally {
			if (!given) {
				giveBack(claim, ballot);
			}
		}
		if (ballot.answers().size() < this.quorum.majority()) {
			throw ballot.unavailable("Lock '%s' cannot be taken".formatted(claim.key().name()), this.quorum.majority());
		}
		return refusal(ballot, granted.size(), waiting);
	}

	private long fence(Claim claim, Ballot<Taking> ballot, List<QuorumNode> granted) {
		long fence = granted.stream()
			.mapToLong((node) -> Objects.requireNonNull(ballot.answers().get(node)).fence())
			.max()
			.orElseThrow();
		Ballot<Long> raised = this.quorum.ask(granted, (node) -> node.raise(claim.key(), fence));
		if (raised.answers().size() < this.quorum.majority()) {
			throw raised.unavailable("Lock '%s' has no fencing token".formatted(claim.key().name()),
					this.quorum.majority());
		}
		return fence;
	}

	private void requireTime(Claim claim, Duration lease, long passed) {
		double left = 1 - (double) passed / lease.toNanos();
		if (left < this.properties.minValidity()) {
			throw new RedisUnavailableException(
					"Lock '%s' was given back: taking it took %s, which leaves less than %s of its lease of %s"
						.formatted(claim.key().name(), Duration.ofMillis(passed / 1_000_000),
								this.properties.minValidity(), lease));
		}
	}

	private Taking refusal(Ballot<Taking> ballot, int granted, boolean waiting) {
		List<Taking> refusals = ballot.answers()
			.values()
			.stream()
			.filter((taking) -> taking.fence() == 0)
			.sorted((a, b) -> Long.compare(a.remaining(), b.remaining()))
			.toList();
		// once so many leases have ended, a majority is free
		Taking last = refusals.get(Math.max(0, this.quorum.majority() - granted - 1));
		long remaining = waiting ? retryDelay() : last.remaining();
		return new Taking(0, remaining, last.holder());
	}

	// callers that split the votes among themselves shall not meet again
	private long retryDelay() {
		return ThreadLocalRandom.current()
			.nextLong(this.properties.minRetryDelay().toMillis(), this.properties.maxRetryDelay().toMillis() + 1);
	}

	@Override
	public boolean renew(Claim claim, Duration lease) {
		Ballot<Boolean> ballot = this.quorum.ask((node) -> node.mutex().renew(claim, served(lease)));
		List<QuorumNode> without = ballot.voters((renewed) -> !renewed);
		int renewed = ballot.answers().size() - without.size();
		if (renewed >= this.quorum.majority()) {
			// those that lost it vote again next time, unless somebody else has it there
			this.quorum.ask(without, (node) -> node.mutex().take(claim, served(lease), false));
			return true;
		}
		if (renewed + ballot.failures().size() >= this.quorum.majority()) {
			throw ballot.unavailable("Lock '%s' cannot be renewed".formatted(claim.key().name()),
					this.quorum.majority());
		}
		giveBack(claim, ballot);
		return false;
	}

	@Override
	public boolean release(Claim claim, Duration keep) {
		Ballot<Boolean> ballot = this.quorum.ask((node) -> node.mutex().release(claim, keep));
		int released = ballot.voters((done) -> done).size();
		if (released >= this.quorum.majority()) {
			if (keep.isZero()) {
				giveBackLater(claim, ballot);
			}
			return true;
		}
		if (released + ballot.failures().size() >= this.quorum.majority()) {
			throw ballot.unavailable("Lock '%s' cannot be given back".formatted(claim.key().name()),
					this.quorum.majority());
		}
		return false;
	}

	// on all servers: one whose answer was lost may have granted it
	private void giveBack(Claim claim, Ballot<?> taken) {
		Ballot<Boolean> given = this.quorum.ask((node) -> node.mutex().release(claim, Duration.ZERO));
		giveBackLater(claim, taken.failures().isEmpty() ? given : taken);
	}

	// a server that did not answer in time may still be about to grant it
	private void giveBackLater(Claim claim, Ballot<?> ballot) {
		if (!ballot.failures().isEmpty()) {
			for (int pause : PAUSES) {
				this.background.after(this.properties.nodeTimeout().multipliedBy(pause),
						() -> this.quorum.tell((node) -> node.mutex().release(claim, Duration.ZERO)));
			}
		}
	}

	// servers whose clocks run fast end it early by theirs and not by ours
	private Duration served(Duration lease) {
		return lease.plusNanos((long) (lease.toNanos() * this.properties.drift()));
	}

}
