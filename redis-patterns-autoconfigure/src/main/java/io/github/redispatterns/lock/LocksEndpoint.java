package io.github.redispatterns.lock;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * {@code /actuator/redislocks}: what this instance holds and waits for, who holds a lock
 * anywhere, and, with {@code management.endpoint.redislocks.access=unrestricted}, release
 * by force.
 */
@Endpoint(id = "redislocks", defaultAccess = Access.READ_ONLY)
public final class LocksEndpoint {

	private final Locks locks;

	private final @Nullable TenureContext tenures;

	LocksEndpoint(Locks locks, @Nullable TenureContext tenures) {
		this.locks = locks;
		this.tenures = tenures;
	}

	/**
	 * List what this instance holds and waits for, without asking Redis.
	 * @return the report
	 */
	@ReadOperation
	public Report report() {
		if (this.tenures == null) {
			return new Report(List.of(), List.of());
		}
		List<Held> held = this.tenures.all()
			.stream()
			.map(LocksEndpoint::held)
			.sorted(Comparator.comparing(Held::heldFor).reversed())
			.toList();
		List<Waiting> waiting = this.tenures.waiting()
			.stream()
			.map(LocksEndpoint::waiting)
			.sorted(Comparator.comparing(Waiting::waitingFor).reversed())
			.toList();
		return new Report(held, waiting);
	}

	private static Held held(Tenure tenure) {
		Claim claim = tenure.claim();
		return new Held(claim.key().name(), claim.key().key(), claim.mode(), tenure.age(), tenure.holding().remaining(),
				tenure.fence(), tenure.threadName());
	}

	private static Waiting waiting(Attempt attempt) {
		Claim claim = attempt.claim();
		return new Waiting(claim.key().name(), claim.key().key(), claim.mode(), attempt.age(),
				attempt.thread().getName());
	}

	/**
	 * Look who holds a lock, on any instance.
	 * @param name name of the lock
	 * @param key which of the locks of that name; the one without a key if left out
	 * @return its holders and waiters, or {@code null} if it is free
	 */
	@ReadOperation
	public @Nullable LockInfo inspect(@Selector String name, @Nullable String key) {
		return asked(() -> this.locks.inspect(name, keys(key))).orElse(null);
	}

	/**
	 * Take a lock from whoever holds it; guards refuse the holder from then on.
	 * @param name name of the lock
	 * @param reason for the log and the event
	 * @param key which of the locks of that name; the one without a key if left out
	 * @return whether somebody held it
	 */
	@DeleteOperation
	public Release release(@Selector String name, String reason, @Nullable String key) {
		return new Release(asked(() -> this.locks.forceRelease(reason, name, keys(key))));
	}

	private static String[] keys(@Nullable String key) {
		return (key == null || key.isEmpty()) ? new String[0] : new String[] { key };
	}

	// what was asked for wrongly is the caller's fault, not the server's
	private static <T> T asked(Supplier<T> operation) {
		try {
			return operation.get();
		}
		catch (IllegalArgumentException ex) {
			String message = String.valueOf(ex.getMessage());
			throw new InvalidEndpointRequestException(message, message);
		}
	}

	/**
	 * What this instance does with locks.
	 *
	 * @param held what it holds, longest first
	 * @param waiting what its callers wait for, longest first
	 */
	public record Report(List<Held> held, List<Waiting> waiting) {
	}

	/**
	 * A lock that this instance holds.
	 *
	 * @param name name of the lock
	 * @param key which of the locks of that name, empty if there is one
	 * @param mode how it is shared
	 * @param heldFor since when it is held
	 * @param remaining time that it stays held without another renewal
	 * @param fence fencing token
	 * @param thread name of the thread that got it
	 */
	public record Held(String name, String key, LockMode mode, Duration heldFor, Duration remaining, long fence,
			String thread) {
	}

	/**
	 * A caller of this instance that waits.
	 *
	 * @param name name of the lock
	 * @param key which of the locks of that name, empty if there is one
	 * @param mode how it shall be shared
	 * @param waitingFor since when it waits
	 * @param thread name of the thread
	 */
	public record Waiting(String name, String key, LockMode mode, Duration waitingFor, String thread) {
	}

	/**
	 * What became of a release by force.
	 *
	 * @param released whether somebody held the lock
	 */
	public record Release(boolean released) {
	}

}
