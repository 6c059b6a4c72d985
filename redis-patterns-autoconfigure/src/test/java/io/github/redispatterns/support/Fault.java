package io.github.redispatterns.support;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Something that is broken until healed: by the test, by leaving its {@code try}, or by
 * the harness after the test.
 */
public final class Fault implements AutoCloseable {

	private final String name;

	private final Runnable undo;

	private final Consumer<Fault> whenHealed;

	private final AtomicBoolean healed = new AtomicBoolean();

	Fault(String name, Runnable undo, Consumer<Fault> whenHealed) {
		this.name = name;
		this.undo = undo;
		this.whenHealed = whenHealed;
	}

	Fault(String name, Runnable undo) {
		this(name, undo, (fault) -> {
		});
	}

	/**
	 * Undo the fault, and return when the servers are whole again, unless something else
	 * is still broken. The second call does nothing.
	 */
	public void heal() {
		if (this.healed.compareAndSet(false, true)) {
			try {
				this.undo.run();
			}
			finally {
				this.whenHealed.accept(this);
			}
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
