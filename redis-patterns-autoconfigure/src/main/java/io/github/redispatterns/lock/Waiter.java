package io.github.redispatterns.lock;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import io.github.redispatterns.internal.Caller;
import io.github.redispatterns.internal.LeaseKeeper;
import org.jspecify.annotations.Nullable;

/**
 * A caller of this instance who waits for a lock.
 */
final class Waiter {

	private final Claim claim;

	private final Object caller = Caller.current();

	private final Thread thread = Thread.currentThread();

	private final long since = LeaseKeeper.now();

	private final DeadlockSearch search = new DeadlockSearch();

	private final List<String> told = new ArrayList<>(0);

	private boolean gone;

	private volatile @Nullable List<String> verdict;

	Waiter(Claim claim) {
		this.claim = claim;
	}

	Object caller() {
		return this.caller;
	}

	long since() {
		return this.since;
	}

	DeadlockSearch search() {
		return this.search;
	}

	/**
	 * Return what it waits for now.
	 * @return the wait
	 */
	WaitGraph.Wait waiting() {
		return new WaitGraph.Wait(this.claim.token(), this.claim.key().entity(), LeaseKeeper.now(),
				this.thread.getName());
	}

	/**
	 * Tell other instances of the wait, unless it is over; it is not over before they are
	 * told.
	 * @param token of what the waiting caller holds
	 * @param telling tells them
	 */
	synchronized void tell(String token, Consumer<WaitGraph.Wait> telling) {
		if (!this.gone) {
			if (!this.told.contains(token)) {
				this.told.add(token);
			}
			telling.accept(waiting());
		}
	}

	/**
	 * The wait is over.
	 * @return tokens with which other instances were told of it
	 */
	synchronized List<String> leave() {
		this.gone = true;
		return this.told;
	}

	/**
	 * Make the caller give up.
	 * @param cycle why
	 */
	void giveUp(List<String> cycle) {
		this.verdict = cycle;
		LockSupport.unpark(this.thread);
	}

	/**
	 * Return why the caller has to give up.
	 * @return who waits for which lock, or {@code null} to wait on
	 */
	@Nullable List<String> verdict() {
		return this.verdict;
	}

}
