package io.github.redispatterns.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.redispatterns.internal.LeaseKeeper;
import org.jspecify.annotations.Nullable;

/**
 * One load of a key in this instance, for all who want the value meanwhile.
 * <p>
 * What it ends with is told to all of them, a failure too. Only if it ends because of
 * whom it began with, such as by an interrupt, another of them begins anew.
 */
final class Flight {

	private final @Nullable ValueType type;

	private final long begun = LeaseKeeper.now();

	private volatile @Nullable Thread leader;

	private final CompletableFuture<End> end = new CompletableFuture<>();

	private volatile @Nullable Offer offer;

	private volatile boolean early;

	Flight(@Nullable ValueType type) {
		this.type = type;
	}

	@Nullable ValueType type() {
		return this.type;
	}

	long begun() {
		return this.begun;
	}

	/**
	 * Tell whether whoever wants a type may have what this loads.
	 * @param wanted the type, {@code null} for any
	 * @return whether to wait for it
	 */
	boolean suits(@Nullable ValueType wanted) {
		return wanted == null || wanted == this.type;
	}

	/**
	 * Note that this thread loads: it cannot wait for itself.
	 */
	void lead() {
		this.leader = Thread.currentThread();
	}

	/**
	 * Note that the value now comes without this thread.
	 */
	void leave() {
		this.leader = null;
	}

	boolean isLedByThisThread() {
		return this.leader == Thread.currentThread();
	}

	/**
	 * Return what others may have at once.
	 * @return a value, or {@code null} if there is none or no longer
	 */
	@Nullable LocalEntry offer() {
		Offer offered = this.offer;
		return (offered != null && LeaseKeeper.now() < offered.until) ? offered.entry : null;
	}

	/**
	 * Offer others a value so that they need not wait.
	 * @param entry the value
	 * @param until until when, {@code LeaseKeeper.now()}
	 */
	void offer(LocalEntry entry, long until) {
		this.offer = new Offer(entry, until);
	}

	boolean hasEnded() {
		return this.end.isDone();
	}

	/**
	 * Those who wait get a stale value; the load goes on, and whoever comes later waits
	 * for that if the value is offered no longer.
	 * @param value the value
	 */
	void landEarly(@Nullable Object value) {
		this.early = true;
		land(value);
	}

	boolean isEarly() {
		return this.early;
	}

	void land(@Nullable Object value) {
		this.end.complete(new End(value, null, false));
	}

	void fail(Throwable failure) {
		this.end.complete(new End(null, failure, false));
	}

	void abandon() {
		this.end.complete(new End(null, null, true));
	}

	CompletableFuture<End> end() {
		return this.end;
	}

	/**
	 * Wait for the end.
	 * @param nanos how long at most
	 * @return the end, or {@code null} after that time
	 * @throws InterruptedException if the caller is interrupted, which disturbs nobody
	 * else
	 */
	@Nullable End await(long nanos) throws InterruptedException {
		try {
			return this.end.get(nanos, TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			return null;
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("An end never fails", ex);
		}
	}

	/**
	 * How a flight ended.
	 *
	 * @param value what was loaded
	 * @param failure what the load threw
	 * @param abandoned whether there is neither
	 */
	record End(@Nullable Object value, @Nullable Throwable failure, boolean abandoned) {
	}

	private record Offer(LocalEntry entry, long until) {
	}

}
