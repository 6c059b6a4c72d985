package io.github.redispatterns.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * All callers of this instance who wait for one entity.
 */
final class Line implements WakeUps.Listener {

	/**
	 * How often in a row others may go past the first in line, who would still have to
	 * wake up.
	 */
	private static final int PASSES = 16;

	private final String entity;

	private final Deque<Place> places = new ArrayDeque<>();

	private WakeUps.@Nullable Listening listening;

	private volatile boolean takenHere;

	private int passes;

	private volatile @Nullable Predicate<String> concern;

	Line(String entity) {
		this.entity = entity;
	}

	String entity() {
		return this.entity;
	}

	synchronized void add(Place place) {
		this.places.add(place);
		if (this.places.size() == 1) {
			place.becomeFirst();
		}
	}

	/**
	 * A caller goes.
	 * @param place where it stood
	 * @return whether it was the last one
	 */
	synchronized boolean remove(Place place) {
		boolean first = this.places.peek() == place;
		this.places.remove(place);
		Place next = this.places.peek();
		if (next == null) {
			if (this.listening != null) {
				this.listening.close();
			}
			return true;
		}
		if (first) {
			next.becomeFirst();
		}
		return false;
	}

	synchronized int length() {
		return this.places.size();
	}

	synchronized void listen(WakeUps wakeUps) {
		if (this.listening == null) {
			this.listening = wakeUps.listen(this.entity, this);
		}
	}

	void concerns(Predicate<String> concern) {
		this.concern = concern;
	}

	/**
	 * Remember that the first in line has what all wait for.
	 * @param exclusive whether nobody else of this instance can have it too
	 */
	synchronized void taken(boolean exclusive) {
		this.takenHere = exclusive;
		this.passes = 0;
	}

	/**
	 * A caller who is awake wants to try before the first in line, who then does not ask.
	 * @return whether it may; if it gets nothing it must signal
	 */
	synchronized boolean tryPass() {
		if (this.takenHere || this.passes == PASSES) {
			return false;
		}
		this.passes++;
		this.takenHere = true;
		return true;
	}

	boolean isTakenHere() {
		return this.takenHere;
	}

	/**
	 * It may be free. Whoever is first from now on asks, even if the present one leaves
	 * without asking.
	 */
	synchronized void signal() {
		this.takenHere = false;
		Place first = this.places.peek();
		if (first != null) {
			first.signal();
		}
	}

	/**
	 * Nobody waits any longer.
	 */
	synchronized void dismiss() {
		this.places.forEach(Place::dismiss);
	}

	@Override
	public void signalled(String text) {
		Predicate<String> current = this.concern;
		if (current == null || current.test(text)) {
			signal();
		}
	}

	@Override
	public void missed() {
		signal();
	}

}
