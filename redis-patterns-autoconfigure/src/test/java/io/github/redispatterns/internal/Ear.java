package io.github.redispatterns.internal;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A listener that remembers what it heard.
 */
class Ear implements WakeUps.Listener {

	private final List<String> signals = new CopyOnWriteArrayList<>();

	private final AtomicInteger missed = new AtomicInteger();

	@Override
	public void signalled(String text) {
		this.signals.add(text);
	}

	@Override
	public void missed() {
		this.missed.incrementAndGet();
	}

	List<String> signals() {
		return this.signals;
	}

	int missedTimes() {
		return this.missed.get();
	}

	void forget() {
		this.signals.clear();
		this.missed.set(0);
	}

}
