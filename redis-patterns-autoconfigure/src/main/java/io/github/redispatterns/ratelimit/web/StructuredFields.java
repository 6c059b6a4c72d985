package io.github.redispatterns.ratelimit.web;

import java.util.Collection;

/**
 * Serialises what the RateLimit fields need of structured fields for HTTP (RFC 9651):
 * lists of items that are strings or integers and have such parameters.
 */
final class StructuredFields {

	/** Largest integer, by magnitude, that a field can carry (RFC 9651, 3.3.1). */
	static final long LARGEST = 999_999_999_999_999L;

	private StructuredFields() {
	}

	static String string(String value) {
		StringBuilder field = new StringBuilder(value.length() + 2).append('"');
		for (int i = 0; i < value.length(); i++) {
			char c = value.charAt(i);
			if (c < ' ' || c > '~') {
				throw new IllegalArgumentException(
						"Character %d of a structured string is U+%04X, which is not printable ASCII".formatted(i,
								(int) c));
			}
			if (c == '"' || c == '\\') {
				field.append('\\');
			}
			field.append(c);
		}
		return field.append('"').toString();
	}

	static String integer(long value) {
		if (value < -LARGEST || value > LARGEST) {
			throw new IllegalArgumentException(
					"Structured integer %d must be from -%d to %d".formatted(value, LARGEST, LARGEST));
		}
		return Long.toString(value);
	}

	static String parameter(String key, String bareItem) {
		if (!key.matches("[a-z*][a-z0-9_.*-]*")) {
			throw new IllegalArgumentException(
					"Structured key '%s' must be lower-case letters, digits and _-.*, not beginning with a digit or _-."
						.formatted(key));
		}
		return ";" + key + "=" + bareItem;
	}

	static String list(Collection<String> items) {
		return String.join(", ", items);
	}

}
