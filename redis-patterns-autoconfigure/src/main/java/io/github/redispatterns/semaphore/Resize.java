package io.github.redispatterns.semaphore;

import io.github.redispatterns.internal.Require;
import org.jspecify.annotations.Nullable;

/**
 * Another number of permits.
 *
 * @param name name of the semaphore
 * @param key which of the semaphores of that name, empty if there is one
 * @param permits permits from now on; 0 pauses it
 * @param version version that the change has; that in force if {@code null}
 * @param actor who changes it, for events and people
 */
public record Resize(String name, String key, int permits, @Nullable Integer version, String actor) {

	public Resize {
		Require.text(name, "name");
		Require.that(permits >= 0 && permits <= SemaphorePolicy.MOST_PERMITS, "permits", permits,
				"from 0 to " + SemaphorePolicy.MOST_PERMITS);
		Require.that(version == null || version >= 0, "version", version, "0 or more");
		Require.text(actor, "actor");
	}

	/**
	 * Change the number of permits.
	 * @param name name of the semaphore
	 * @param permits permits from now on; 0 pauses it
	 * @param actor who changes it
	 * @return the change
	 */
	public static Resize of(String name, int permits, String actor) {
		return new Resize(name, "", permits, null, actor);
	}

	/**
	 * Change one of several semaphores of that name.
	 * @param key which
	 * @return another change
	 */
	public Resize withKey(String key) {
		Require.text(key, "key");
		return new Resize(this.name, key, this.permits, this.version, this.actor);
	}

	/**
	 * Refuse the change if a higher version is in force.
	 * @param version version that the change has
	 * @return another change
	 */
	public Resize withVersion(int version) {
		return new Resize(this.name, this.key, this.permits, version, this.actor);
	}

}
