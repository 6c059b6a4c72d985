package io.github.redispatterns.internal;

import java.time.Duration;

import io.github.redispatterns.PatternConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * Checks of settings and arguments whose message always has the place, the value and what
 * is allowed.
 */
public final class Require {

	private Require() {
	}

	/**
	 * Check a condition.
	 * @param condition what must hold
	 * @param place the argument, property or annotation attribute
	 * @param value what was given
	 * @param allowed what is allowed there
	 */
	public static void that(boolean condition, String place, @Nullable Object value, String allowed) {
		if (!condition) {
			throw new PatternConfigurationException(
					"'" + place + "'", "is %s but must be %s"
						.formatted((value instanceof CharSequence) ? "\"" + value + "\"" : value, allowed),
					"Change '" + place + "'.");
		}
	}

	/**
	 * Check a duration.
	 * @param value what was given
	 * @param least smallest allowed
	 * @param most largest allowed
	 * @param place the argument, property or annotation attribute
	 */
	public static void between(Duration value, Duration least, Duration most, String place) {
		if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
			that(false, place, value, "from %s to %s".formatted(least, most));
		}
	}

	/**
	 * Check that a text says something.
	 * @param value what was given
	 * @param place the argument, property or annotation attribute
	 */
	public static void text(@Nullable String value, String place) {
		that(value != null && !value.isBlank(), place, value, "a text that is not blank");
	}

}
