package io.github.redispatterns.semaphore;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.github.redispatterns.LossCause;

/**
 * Permits of several semaphores, as one.
 *
 * @param permits all of them, in the order in which they were taken
 */
record JointPermit(List<Permit> permits) implements Permit {

	@Override
	public boolean isValid() {
		return this.permits.stream().allMatch(Permit::isValid);
	}

	@Override
	public Duration remaining() {
		return this.permits.stream().map(Permit::remaining).min(Duration::compareTo).orElse(Duration.ZERO);
	}

	@Override
	public boolean extend(Duration lease) {
		// no short circuit: what is still held is extended
		return this.permits.stream().filter((permit) -> permit.extend(lease)).count() == this.permits.size();
	}

	@Override
	public void onLost(Consumer<LossCause> listener) {
		AtomicBoolean told = new AtomicBoolean();
		this.permits.forEach((permit) -> permit.onLost((cause) -> {
			if (told.compareAndSet(false, true)) {
				listener.accept(cause);
			}
		}));
	}

	@Override
	public void close() {
		for (int i = this.permits.size() - 1; i >= 0; i--) {
			this.permits.get(i).close();
		}
	}

}
