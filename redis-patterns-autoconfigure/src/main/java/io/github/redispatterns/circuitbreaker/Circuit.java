package io.github.redispatterns.circuitbreaker;

import java.util.concurrent.ThreadLocalRandom;

import io.github.redispatterns.circuitbreaker.CircuitBreakerEvent.Cause;
import org.jspecify.annotations.Nullable;

/**
 * The states of one breaker in this instance: those that Redis tells, and those that the
 * instance comes to on its own while Redis is away or while it alone is failing.
 * <p>
 * No time passes here and no thread waits; callers say what nanosecond it is.
 */
final class Circuit {

	private final CircuitBreakerConfig config;

	private final Thresholds thresholds;

	private final LocalWindow window;

	private final CircuitListener listener;

	private Shared shared = Shared.UNKNOWN;

	private Batch sums = Batch.EMPTY;

	private long lastAlone;

	private volatile boolean detached;

	/** Read by every call, written under the lock. */
	volatile Stage stage;

	Circuit(CircuitBreakerConfig config, CircuitListener listener) {
		this.config = config;
		this.thresholds = new Thresholds(config);
		this.window = new LocalWindow(config.window());
		this.listener = listener;
		this.stage = Stage.shared(Shared.UNKNOWN, tally());
	}

	boolean isDetached() {
		return this.detached;
	}

	/**
	 * Take the outcomes that were counted since the last time.
	 * @param now nanosecond
	 * @return outcomes of the present stage
	 */
	synchronized Counted count(long now) {
		expire(now);
		Stage present = this.stage;
		Batch batch = present.tally.drain();
		this.window.add(batch, now);
		if (!batch.isEmpty() && (this.detached || isSharedByMany())) {
			judge(present, now);
		}
		else if (this.detached && present.state == CircuitState.CLOSED) {
			// time alone opens nothing, but the window forgets
			this.sums = this.window.sums(now);
		}
		return new Counted(batch, present.generation);
	}

	private void judge(Stage present, long now) {
		if (present.state != CircuitState.CLOSED) {
			return;
		}
		Batch seen = this.window.sums(now);
		Cause reached = this.thresholds.reached(seen);
		if (this.detached || reached != null) {
			this.sums = seen;
		}
		if (reached != null) {
			openAlone(present.attempts + 1, now, reached);
		}
	}

	private boolean isSharedByMany() {
		return this.config.sharing().minFailingInstances() > 1;
	}

	/**
	 * Take over what a signal or the answer to a question told.
	 * @param told the shared state
	 * @param complete whether the sums are part of it
	 * @return whether it was taken over; what this instance decided without Redis must be
	 * told first
	 */
	synchronized boolean adopt(Shared told, boolean complete) {
		if (this.detached) {
			return false;
		}
		take(told, complete, false);
		return true;
	}

	/**
	 * Take over the answer to a claim, which ends a time without Redis.
	 * @param told the shared state
	 * @param claim the claim
	 * @return whether it was taken over; a claim that has become wrong since must be made
	 * again
	 */
	synchronized boolean attach(Shared told, Claim claim) {
		if (this.detached && this.stage.generation != claim.stage()) {
			return false;
		}
		boolean returns = this.detached;
		this.detached = false;
		if (returns) {
			this.listener.attached();
		}
		take(told, true, returns);
		return true;
	}

	private void take(Shared told, boolean complete, boolean returns) {
		if (told.generation() < this.shared.generation()) {
			return;
		}
		boolean news = told.generation() != this.shared.generation() || told.state() != this.shared.state();
		this.shared = told;
		if (complete || news) {
			this.sums = told.sums();
		}
		boolean ownView = this.stage.isAlone() && this.stage.state != CircuitState.CLOSED
				&& (!returns || isSharedByMany());
		if (ownView && told.state() == CircuitState.CLOSED && told.cause() != Cause.RESET) {
			return;
		}
		if (news || this.stage.isAlone() || told.state() == CircuitState.OPEN) {
			install(told, news);
		}
	}

	private void install(Shared told, boolean news) {
		CircuitState before = this.stage.state;
		if (news || this.stage.isAlone()) {
			this.window.clear();
		}
		this.stage = Stage.shared(told, tally());
		if (news) {
			this.listener.changed(told);
		}
		else if (before != told.state()) {
			this.listener.changedAlone(before, told.state(), told.cause());
		}
	}

	/**
	 * Go on without Redis.
	 * @param now nanosecond
	 */
	synchronized void detach(long now) {
		if (this.detached) {
			return;
		}
		this.detached = true;
		this.listener.detached();
		Stage present = this.stage;
		if (present.state == CircuitState.HALF_OPEN && !present.isAlone()) {
			halfOpenAlone(present.attempts, now, Cause.WAIT_ENDED);
		}
		else {
			judge(present, now);
		}
	}

	/**
	 * Permit a probe of this instance alone, if the stage is one of it alone.
	 * @param now nanosecond
	 * @return the answer, or {@code null} if Redis has to be asked
	 */
	synchronized @Nullable Permission probeAlone(long now) {
		expire(now);
		Stage present = this.stage;
		if (!this.detached && !present.isAlone()) {
			return null;
		}
		if (present.permits) {
			return present.permitted;
		}
		if (present.state == CircuitState.OPEN && present.hasEnded(now)) {
			present = halfOpenAlone(present.attempts, now, Cause.WAIT_ENDED);
		}
		LocalProbes probes = present.probes;
		if (probes != null && probes.take(now)) {
			return new Permission.Permitted(present.generation, "alone");
		}
		return present.refusal(now);
	}

	/**
	 * Take the result of a probe of this instance alone.
	 * @param generation number of the stage that permitted it
	 * @param outcome the result
	 * @param now nanosecond
	 * @return whether it counts
	 */
	synchronized boolean probeEnded(long generation, Outcome outcome, long now) {
		Stage present = this.stage;
		LocalProbes probes = present.probes;
		if (probes == null || present.generation != generation) {
			return false;
		}
		Batch results = probes.ended(outcome);
		this.sums = results;
		if (this.thresholds.isDecided(results)) {
			Cause reached = this.thresholds.exceeded(results);
			if (reached != null) {
				openAlone(present.attempts + 1, now, reached);
			}
			else {
				closeAlone(Cause.PROBES_PASSED);
			}
		}
		return true;
	}

	// what time alone changes, where Redis does not see to it
	private void expire(long now) {
		Stage present = this.stage;
		if (!this.detached && !present.isAlone()) {
			return;
		}
		LocalProbes probes = present.probes;
		long patience = this.config.probing().maxWait().toNanos();
		if (probes != null && patience > 0 && now - probes.beganAt() >= patience) {
			openAlone(present.attempts + 1, now, Cause.PROBES_TOO_LATE);
		}
		else if (present.state.isForced() && present.hasEnded(now)) {
			closeAlone(Cause.FORCE_ENDED);
		}
		else if (present.state == CircuitState.OPEN && present.hasEnded(now)
				&& this.config.waiting().automaticTransition()) {
			halfOpenAlone(present.attempts, now, Cause.WAIT_ENDED);
		}
	}

	private void openAlone(int attempts, long now, Cause cause) {
		double random = ThreadLocalRandom.current().nextDouble(-1, 1);
		long deadline = now + this.thresholds.wait(attempts, random).toNanos();
		become(Stage.openAlone(--this.lastAlone, deadline, attempts, tally()), cause);
	}

	private Stage halfOpenAlone(int attempts, long now, Cause cause) {
		LocalProbes probes = new LocalProbes(this.config.probing().permittedCalls(),
				this.config.sharing().probeLease().toNanos(), now);
		become(Stage.halfOpenAlone(--this.lastAlone, attempts, tally(), probes), cause);
		return this.stage;
	}

	private void closeAlone(Cause cause) {
		boolean backToAll = !this.detached && this.shared.state() == CircuitState.CLOSED;
		become(backToAll ? Stage.shared(this.shared, tally())
				: Stage.alone(CircuitState.CLOSED, --this.lastAlone, 0, tally()), cause);
	}

	private void become(Stage next, Cause cause) {
		CircuitState before = this.stage.state;
		this.window.clear();
		if (next.state != CircuitState.OPEN) {
			this.sums = Batch.EMPTY;
		}
		this.stage = next;
		this.listener.changedAlone(before, next.state, cause);
	}

	/**
	 * Return what Redis is to know of this instance.
	 * @param now nanosecond
	 * @return the claim
	 */
	synchronized Claim claim(long now) {
		Stage present = this.stage;
		boolean failing = present.state.counts() ? this.thresholds.isFailing(this.window.sums(now)) : present.isAlone();
		if (this.detached && present.isAlone() && !isSharedByMany()) {
			return new Claim(this.shared.generation(), present.state, present.timed, present.deadline, present.attempts,
					true, failing, present.generation);
		}
		return new Claim(this.shared.generation(), this.shared.state(), this.shared.timed(), this.shared.deadline(),
				this.shared.attempts(), false, failing, present.generation);
	}

	/**
	 * Return what is known of the window.
	 * @return the sums
	 */
	synchronized Batch sums() {
		return this.sums;
	}

	private Tally tally() {
		return new Tally(this.config.sharing().flushSize(), this.thresholds.urgent());
	}

}
