package io.github.redispatterns.lock;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.redispatterns.LossCause;
import io.github.redispatterns.internal.Require;

/**
 * What one caller was given of a {@link Tenure}.
 */
final class LockHandle implements HeldLock {

	private final Tenure tenure;

	private final AtomicBoolean closed = new AtomicBoolean();

	LockHandle(Tenure tenure) {
		this.tenure = tenure;
	}

	@Override
	public LockRequest request() {
		return this.tenure.request();
	}

	@Override
	public long fence() {
		return this.tenure.fence();
	}

	@Override
	public boolean isValid() {
		return !this.closed.get() && this.tenure.holding().isValid();
	}

	@Override
	public Duration remaining() {
		return this.closed.get() ? Duration.ZERO : this.tenure.holding().remaining();
	}

	@Override
	public boolean verify() {
		return !this.closed.get() && this.tenure.holding().renewNow();
	}

	@Override
	public boolean extend(Duration lease) {
		Require.between(lease, LockRequest.LEAST_LEASE, LockRequest.LONGEST, "lease");
		return !this.closed.get() && this.tenure.holding().extend(lease);
	}

	@Override
	public void onLost(Consumer<LossCause> listener) {
		this.tenure.onLost(listener);
	}

	@Override
	public void close() {
		if (this.closed.compareAndSet(false, true)) {
			this.tenure.exit();
		}
	}

	/**
	 * Give it back at once, because the caller does not want it after all.
	 */
	void giveUp() {
		if (this.closed.compareAndSet(false, true)) {
			this.tenure.giveUp();
		}
	}

	@Override
	public void close(Duration keep) {
		Require.between(keep, Duration.ZERO, LockRequest.LONGEST, "keep");
		if (this.closed.compareAndSet(false, true)) {
			this.tenure.exit(keep);
		}
	}

	@Override
	public String detach() {
		if (this.closed.compareAndSet(false, true)) {
			this.tenure.detach();
		}
		Claim claim = this.tenure.claim();
		return Stream
			.of(claim.mode().name(), claim.token(), Long.toString(fence()), claim.key().name(), claim.key().key(),
					request().durability().name())
			.map((part) -> Base64.getUrlEncoder()
				.withoutPadding()
				.encodeToString(part.getBytes(StandardCharsets.UTF_8)))
			.collect(Collectors.joining("."));
	}

}
