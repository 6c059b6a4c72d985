package io.github.redispatterns.support;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Something that is broken until healed: by the test, by leaving its {@code try}, or by
 * the harness after the test.
 */
public final class Fault implements AutoCloseable {

	private final String name;

	private final Runnable undo;

	private final AtomicBoolean healed = new AtomicBoolean();

	Fault(String name, Runnable undo) {
		this.name = name;
		this.undo = undo;
	}

	/**
	 * Undo the fault and return when the servers are whole again. The second call does
	 * nothing.
	 */
	public void heal() {
		if (this.healed.compareAndSet(false, true)) {
			this.undo.run();
		}
	}

	@Override
	public void close() {
		heal();
	}

	@Override
	public String toString() {
		return this.name;
	}

}
