package io.github.redispatterns.lock;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import io.github.redispatterns.internal.Background;
import io.github.redispatterns.internal.LeaseKeeper;

/**
 * Wakes a waiter of a fair lock when another one had its turn and was not heard of since,
 * so that the dead are noticed and the living show that they live.
 * <p>
 * There is one look at most per lock and pause, and none while the lock goes from hand to
 * hand.
 */
final class TurnWatch {

	private final Map<String, Long> turns = new ConcurrentHashMap<>();

	private final Background background;

	private final Consumer<String> wake;

	private final Duration pause;

	/**
	 * Create a watch.
	 * @param background where it waits
	 * @param wake makes the first waiter of an entity look
	 * @param window time that whoever is first has to take the lock
	 */
	TurnWatch(Background background, Consumer<String> wake, Duration window) {
		this.background = background;
		this.wake = wake;
		this.pause = window.dividedBy(2);
	}

	/**
	 * It is the turn of a waiter of another instance.
	 * @param entity which lock
	 */
	void passed(String entity) {
		if (this.turns.put(entity, LeaseKeeper.now()) == null) {
			this.background.after(this.pause, () -> look(entity));
		}
	}

	private void look(String entity) {
		Long since = this.turns.get(entity);
		long left = (since != null) ? since + this.pause.toNanos() - LeaseKeeper.now() : 0;
		if (left > 0) {
			this.background.after(Duration.ofNanos(left), () -> look(entity));
			return;
		}
		this.turns.remove(entity);
		this.wake.accept(entity);
	}

}
