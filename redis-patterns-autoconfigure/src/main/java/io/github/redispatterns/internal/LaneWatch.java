package io.github.redispatterns.internal;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/**
 * Looks after lanes that hold connections: closes those whose reply is overdue, and lets
 * go of those that nobody used lately. It looks only while some lane holds one.
 */
final class LaneWatch {

	private static final Duration INTERVAL = Duration.ofMillis(100);

	private static final int IDLE_LOOKS = 10;

	private final Background background;

	private final AtomicBoolean watching = new AtomicBoolean();

	private final List<HeldLane> held;

	private final Lanes lanes;

	private final long[] departures;

	private final int[] idle;

	/**
	 * Create lanes and watch them.
	 * @param background where to look; nothing that runs there may wait for a lane
	 * @param connector opens connections
	 * @param count how many lanes there are
	 */
	LaneWatch(Background background, LaneConnector connector, int count) {
		this.background = background;
		this.held = IntStream.range(0, count).mapToObj((i) -> new HeldLane(connector, this::begin)).toList();
		this.lanes = new Lanes(this.held);
		this.departures = new long[count];
		this.idle = new int[count];
	}

	Lanes lanes() {
		return this.lanes;
	}

	private void begin() {
		if (this.watching.compareAndSet(false, true)) {
			this.background.after(INTERVAL, this::look);
		}
	}

	private void look() {
		long now = System.nanoTime();
		for (int i = 0; i < this.held.size(); i++) {
			HeldLane lane = this.held.get(i);
			lane.closeIfOverdue(now);
			long departure = lane.lastDeparture();
			this.idle[i] = (this.departures[i] != departure) ? 0 : this.idle[i] + 1;
			this.departures[i] = departure;
			if (this.idle[i] >= IDLE_LOOKS) {
				letGo(lane);
			}
		}
		if (isHolding()) {
			this.background.after(INTERVAL, this::look);
			return;
		}
		this.watching.set(false);
		if (isHolding()) {
			begin();
		}
	}

	private boolean isHolding() {
		return this.held.stream().anyMatch(HeldLane::isHolding);
	}

	private void letGo(HeldLane lane) {
		if (this.lanes.take(lane)) {
			try {
				lane.letGo();
			}
			finally {
				this.lanes.leave(lane);
			}
		}
	}

	/**
	 * Hold connections again after a close.
	 */
	void open() {
		this.held.forEach(HeldLane::open);
	}

	/**
	 * Let go of all connections now, and of later ones after each journey.
	 */
	void close() {
		this.held.forEach(HeldLane::close);
		this.held.forEach(this::letGo);
	}

}
