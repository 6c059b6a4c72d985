package io.github.redispatterns.lock;

import java.util.List;

import io.github.redispatterns.internal.KeySpace;
import io.github.redispatterns.internal.Require;

/**
 * A fencing token for one resource.
 *
 * @param name name of the resource: that of the lock that protects it
 * @param key which of the resources of that name, empty if there is one
 * @param token what {@link HeldLock#fence()} returned
 */
public record Fence(String name, String key, long token) {

	/** Redis counts exactly up to here. */
	private static final long LARGEST = 1L << 53;

	public Fence {
		Require.text(name, "name");
		Require.that(token > 0 && token <= LARGEST, "token", token, "from 1 to " + LARGEST);
	}

	/**
	 * Take the token of a lock for the resource of the same name and key.
	 * @param lock the lock, of one key or none
	 * @return the fence
	 */
	public static Fence of(HeldLock lock) {
		List<String> keys = lock.request().keys();
		Require.that(keys.size() <= 1, "lock", "a lock of " + keys.size() + " keys",
				"of one key or none; name the resource by new Fence(name, key, token)");
		return new Fence(lock.request().name(), keys.isEmpty() ? "" : keys.get(0), lock.fence());
	}

	/**
	 * Return what identifies the resource.
	 * @return name and key, both escaped so that no two resources look alike
	 */
	public String resource() {
		return KeySpace.escape(this.name) + (this.key.isEmpty() ? "" : ":" + KeySpace.escape(this.key));
	}

}
