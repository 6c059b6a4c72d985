package io.github.redispatterns.cache;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A value that stands still between Redis' reply and the memory of an instance, if the
 * thread that reads it says so.
 *
 * @param title its title
 */
record LatchedBook(String title) {

	private static final ThreadLocal<Gate> GATES = new ThreadLocal<>();

	LatchedBook {
		Gate gate = GATES.get();
		if (gate != null) {
			GATES.remove();
			gate.pass();
		}
	}

	/** Where one thread waits. */
	static final class Gate {

		private final CountDownLatch reached = new CountDownLatch(1);

		private final CountDownLatch open = new CountDownLatch(1);

		/**
		 * The next value that this thread makes waits here.
		 */
		void close() {
			GATES.set(this);
		}

		void pass() {
			this.reached.countDown();
			await(this.open);
		}

		void awaitSomebody() {
			await(this.reached);
		}

		void open() {
			this.open.countDown();
		}

		private static void await(CountDownLatch latch) {
			try {
				if (!latch.await(20, TimeUnit.SECONDS)) {
					throw new IllegalStateException("Nobody came");
				}
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
