package io.github.redispatterns.semaphore;

import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

import io.github.redispatterns.KeyResolutionException;
import io.github.redispatterns.RedisUnavailableException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * {@code /actuator/redissemaphores}: permits and items in use, who holds them and who
 * waits, and, with {@code management.endpoint.redissemaphores.access=unrestricted},
 * another number of permits.
 */
@Endpoint(id = "redissemaphores", defaultAccess = Access.READ_ONLY)
public final class SemaphoresEndpoint {

	private static final String POOLS = "pools";

	private final Semaphores semaphores;

	private final ResourcePools pools;

	SemaphoresEndpoint(Semaphores semaphores, ResourcePools pools) {
		this.semaphores = semaphores;
		this.pools = pools;
	}

	/**
	 * List semaphores and pools.
	 * @return the report
	 */
	@ReadOperation
	public Report report() {
		try {
			return new Report(true,
					this.semaphores.policies()
						.stream()
						.map((policy) -> this.semaphores.snapshot(policy.name()))
						.toList(),
					this.pools.pools().stream().map(ResourcePool::snapshot).toList(), this.semaphores.conflicts());
		}
		catch (RedisUnavailableException ex) {
			return new Report(false, List.of(), List.of(), this.semaphores.conflicts());
		}
	}

	/**
	 * Look who holds permits.
	 * @param name name of the semaphore
	 * @param key which of the semaphores of that name; the one without a key if left out
	 * @return holders and waiters, or {@code null} if there is no such semaphore
	 */
	@ReadOperation
	public @Nullable SemaphoreInfo semaphore(@Selector String name, @Nullable String key) {
		return isKnown(name) ? asked(() -> this.semaphores.snapshot(name, keys(key))) : null;
	}

	/**
	 * Look where the items of a pool are.
	 * @param kind {@code pools}
	 * @param name name of the pool
	 * @return the items, or {@code null} if there is no such pool
	 */
	@ReadOperation
	public @Nullable PoolInfo pool(@Selector String kind, @Selector String name) {
		return this.pools.pools()
			.stream()
			.filter((pool) -> kind.equals(POOLS) && pool.policy().name().equals(name))
			.findFirst()
			.map(ResourcePool::snapshot)
			.orElse(null);
	}

	/**
	 * Change how many permits there are, on every instance.
	 * @param name name of the semaphore
	 * @param permits permits from now on; 0 pauses it
	 * @param key which of the semaphores of that name; the one without a key if left out
	 * @param version refuse the change if a higher one is in force
	 * @param actor who changes it
	 * @return what is in force now
	 */
	@WriteOperation
	public SemaphoreInfo resize(@Selector String name, int permits, @Nullable String key, @Nullable Integer version,
			@Nullable String actor) {
		return asked(() -> {
			boolean changed = this.semaphores.resize(
					new Resize(name, (key != null) ? key : "", permits, version, (actor != null) ? actor : "actuator"));
			if (!changed) {
				throw new IllegalArgumentException("A higher version than " + version + " is in force");
			}
			return this.semaphores.snapshot(name, keys(key));
		});
	}

	private boolean isKnown(String name) {
		return this.semaphores.policies().stream().anyMatch((policy) -> policy.name().equals(name));
	}

	private static String[] keys(@Nullable String key) {
		return (key != null) ? new String[] { key } : new String[0];
	}

	// what was asked for wrongly is the caller's fault, not the server's
	private static <T> T asked(Supplier<T> operation) {
		try {
			return operation.get();
		}
		catch (IllegalArgumentException | KeyResolutionException ex) {
			String message = String.valueOf(ex.getMessage());
			throw new InvalidEndpointRequestException(message, message);
		}
	}

	/**
	 * What there is.
	 *
	 * @param available whether Redis answered
	 * @param semaphores semaphores without a key, by name
	 * @param pools pools, by name
	 * @param conflicts semaphores that other instances configure in another way
	 */
	public record Report(boolean available, List<SemaphoreInfo> semaphores, List<PoolInfo> pools,
			Collection<SemaphoreEvent.ConfigurationConflict> conflicts) {
	}

}
