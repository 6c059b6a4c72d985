package io.github.redispatterns.lock;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.github.redispatterns.LossCause;
import org.jspecify.annotations.Nullable;

/**
 * Several locks that were taken together and are given back together.
 */
final class LockGroup implements HeldLock {

	private final LockRequest request;

	private final List<HeldLock> parts;

	LockGroup(LockRequest request, List<? extends HeldLock> parts) {
		this.request = request;
		this.parts = List.copyOf(parts);
	}

	@Override
	public LockRequest request() {
		return this.request;
	}

	@Override
	public List<HeldLock> parts() {
		return this.parts;
	}

	@Override
	public long fence() {
		return this.parts.stream().mapToLong(HeldLock::fence).min().orElseThrow();
	}

	@Override
	public boolean isValid() {
		return this.parts.stream().allMatch(HeldLock::isValid);
	}

	@Override
	public Duration remaining() {
		return this.parts.stream().map(HeldLock::remaining).min(Comparator.naturalOrder()).orElseThrow();
	}

	@Override
	public boolean verify() {
		boolean held = true;
		for (HeldLock part : this.parts) {
			held &= part.verify();
		}
		return held;
	}

	@Override
	public boolean extend(Duration lease) {
		boolean held = true;
		for (HeldLock part : this.parts) {
			held &= part.extend(lease);
		}
		return held;
	}

	@Override
	public void onLost(Consumer<LossCause> listener) {
		AtomicBoolean told = new AtomicBoolean();
		this.parts.forEach((part) -> part.onLost((cause) -> {
			if (told.compareAndSet(false, true)) {
				listener.accept(cause);
			}
		}));
	}

	@Override
	public void close() {
		close(HeldLock::close);
	}

	@Override
	public void close(Duration keep) {
		close((part) -> part.close(keep));
	}

	private void close(Consumer<HeldLock> way) {
		RuntimeException first = null;
		for (HeldLock part : this.parts) {
			first = close(part, way, first);
		}
		if (first != null) {
			throw first;
		}
	}

	// the others must be given back whatever became of this one
	private static @Nullable RuntimeException close(HeldLock part, Consumer<HeldLock> way,
			@Nullable RuntimeException first) {
		try {
			way.accept(part);
		}
		catch (RuntimeException ex) {
			if (first == null) {
				return ex;
			}
			first.addSuppressed(ex);
		}
		return first;
	}

	@Override
	public String detach() {
		throw new UnsupportedOperationException(
				"%d locks that were taken together cannot be detached as one: detach each of parts()"
					.formatted(this.parts.size()));
	}

}
