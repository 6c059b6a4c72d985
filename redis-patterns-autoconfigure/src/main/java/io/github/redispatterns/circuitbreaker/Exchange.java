package io.github.redispatterns.circuitbreaker;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.github.redispatterns.internal.Background;
import io.github.redispatterns.internal.WakeUps;

/**
 * Tells Redis what a breaker has counted and reads the shared state, while calls flow and
 * never on their threads.
 * <p>
 * A timer that is armed by the first call looks at the counts; a worker talks to Redis,
 * one exchange at a time. An exchange that takes too long is an outage for the breaker
 * before it is one for anybody else.
 */
final class Exchange implements WakeUps.Listener {

	private final Circuit circuit;

	private final CircuitBreakerScripts scripts;

	private final CircuitBreakerMeters meters;

	private final Background timer;

	private final Courier courier;

	private final LongSupplier ticker;

	private final Consumer<WakeUps.Listener> ears;

	private final Deadlines deadlines;

	private final long staleness;

	private final long interval;

	private final AtomicBoolean armed = new AtomicBoolean();

	private final AtomicBoolean requested = new AtomicBoolean();

	/** Whether calls were refused, or permitted without being counted. */
	private volatile boolean touched;

	private volatile boolean fresh;

	private volatile boolean inFlight;

	private volatile long exchangedAt;

	private long sentAt;

	private boolean listening;

	private Batch unsent = Batch.EMPTY;

	private long unsentGeneration;

	Exchange(Circuit circuit, CircuitBreakerScripts scripts, CircuitBreakerMeters meters, CircuitBreakerConfig config,
			Background timer, Courier courier, LongSupplier ticker, Consumer<WakeUps.Listener> ears) {
		this.circuit = circuit;
		this.scripts = scripts;
		this.meters = meters;
		this.timer = timer;
		this.courier = courier;
		this.ticker = ticker;
		this.ears = ears;
		this.deadlines = new Deadlines(circuit, timer, ticker, config.waiting().automaticTransition(), this::resync);
		Sharing sharing = config.sharing();
		this.staleness = sharing.maxStaleness().toNanos();
		this.interval = sharing.flushInterval().toNanos();
		this.exchangedAt = ticker.getAsLong();
	}

	/**
	 * See to it that a call is noticed which counts nowhere.
	 */
	void touch() {
		if (!this.touched) {
			this.touched = true;
		}
		if (!this.armed.get()) {
			arm();
		}
	}

	/**
	 * See to a call that was counted.
	 * @param notice what there is to do
	 */
	void noticed(Tally.Notice notice) {
		if (notice == Tally.Notice.FULL) {
			request();
		}
		if (!this.armed.get()) {
			arm();
		}
	}

	private void arm() {
		if (this.armed.compareAndSet(false, true)) {
			this.timer.after(this.fresh ? Duration.ofNanos(this.interval) : Duration.ZERO, this::tick);
		}
	}

	// many calls in a short time are one request, and requests have a pause between them
	private void request() {
		if (this.requested.compareAndSet(false, true)) {
			long pause = Math.max(0, this.interval / 10 - (this.ticker.getAsLong() - this.exchangedAt));
			this.timer.after(Duration.ofNanos(pause), this::early);
		}
	}

	private void early() {
		this.requested.set(false);
		look(true);
	}

	private void tick() {
		if (look(false)) {
			this.timer.after(Duration.ofNanos(this.interval), this::tick);
			return;
		}
		this.armed.set(false);
		if (this.touched || !this.circuit.stage.tally.isEmpty()) {
			arm();
		}
	}

	/**
	 * Exchange with Redis if it is time.
	 * @param full whether there is enough to tell
	 * @return whether calls flow
	 */
	private synchronized boolean look(boolean full) {
		long now = this.ticker.getAsLong();
		boolean active = this.touched;
		this.touched = false;
		collect(now);
		if (this.inFlight) {
			if (now - this.sentAt > this.staleness) {
				this.circuit.detach(now);
			}
			return true;
		}
		active |= !this.unsent.isEmpty();
		if (isDue(now, full, active)) {
			send(now);
		}
		this.deadlines.watch(now);
		return active;
	}

	private void collect(long now) {
		Counted counted = this.circuit.count(now);
		this.meters.counted(counted.batch());
		if (counted.generation() != this.unsentGeneration) {
			this.unsent = Batch.EMPTY;
			this.unsentGeneration = counted.generation();
		}
		this.unsent = this.unsent.plus(counted.batch());
	}

	private boolean isDue(long now, boolean full, boolean active) {
		long since = now - this.exchangedAt;
		if (!this.fresh) {
			return true;
		}
		boolean waits = this.unsent.isFine() || this.circuit.isDetached();
		return (full && !this.circuit.isDetached()) || (active && since >= (waits ? this.staleness : this.interval));
	}

	private void send(long now) {
		Claim claim = this.circuit.claim(now);
		boolean counts = !this.circuit.isDetached() && claim.generation() == this.unsentGeneration;
		Batch batch = counts ? this.unsent : Batch.EMPTY;
		this.unsent = Batch.EMPTY;
		if (!this.listening) {
			this.listening = true;
			this.ears.accept(this);
		}
		this.fresh = true;
		this.inFlight = true;
		this.sentAt = now;
		boolean taken = this.courier.submit(() -> {
			try {
				Shared told = this.scripts.exchange(claim, batch, this.ticker.getAsLong()).shared();
				if (!this.circuit.attach(told, claim)) {
					this.fresh = false;
				}
				watchSoon();
				this.meters.exchanged(true);
			}
			finally {
				this.exchangedAt = this.ticker.getAsLong();
				this.inFlight = false;
				if (!this.fresh) {
					request();
				}
			}
		});
		if (!taken) {
			this.exchangedAt = now;
			this.inFlight = false;
		}
	}

	/**
	 * Take over what Redis answered.
	 * @param shared the shared state
	 */
	void adopt(Shared shared) {
		if (!this.circuit.adopt(shared, true)) {
			resync();
		}
		watchSoon();
	}

	private void watchSoon() {
		if (this.circuit.stage.timed) {
			touch();
		}
	}

	/**
	 * Read the shared state soon, whether or not calls flow.
	 */
	void resync() {
		this.fresh = false;
		request();
	}

	/**
	 * Redis is back: breakers that are in use take part again.
	 */
	void redisIsBack() {
		if (this.circuit.isDetached()) {
			resync();
		}
	}

	/**
	 * Return how old the replica is.
	 * @return time since the last exchange
	 */
	Duration age() {
		return Duration.ofNanos(this.ticker.getAsLong() - this.exchangedAt);
	}

	synchronized boolean isInStep() {
		return this.fresh && isQuiet() && !this.circuit.isDetached();
	}

	synchronized boolean isQuiet() {
		return this.unsent.isEmpty() && !this.inFlight && !this.requested.get();
	}

	boolean isSilent(long now) {
		return this.inFlight && now - this.sentAt > this.staleness;
	}

	@Override
	public void signalled(String text) {
		Shared told = Shared.parse(text, this.ticker.getAsLong());
		if (told == null) {
			resync();
			return;
		}
		// a signal shows that Redis is back
		if (!this.circuit.adopt(told, false)) {
			resync();
		}
		watchSoon();
	}

	@Override
	public void missed() {
		resync();
	}

}
