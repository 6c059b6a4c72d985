package io.github.redispatterns.internal;

import org.jspecify.annotations.Nullable;

/**
 * Redis answered a {@link Shortcut} with an error, such as for a key of another type or
 * when its memory is full.
 */
public final class RefusedShortcutException extends RuntimeException {

	RefusedShortcutException(Shortcut shortcut, @Nullable Throwable cause) {
		super("Redis refused " + shortcut, cause);
	}

}
