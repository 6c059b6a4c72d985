package io.github.redispatterns.cache;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.util.ObjectUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Turns keys of any type into texts: equal keys into equal texts, in every instance.
 * <p>
 * Parts of compound keys are kept apart, so that {@code ("a,b")} and {@code ("a", "b")}
 * differ, and no text is taken for a compound key. Sets and maps are equal in any order.
 * An object whose class says nothing about it is refused.
 */
final class KeyText {

	private static final Field PARAMETERS = parameters();

	private static final String NULL = "\\0";

	private static final ClassValue<Boolean> SPEAKS = new ClassValue<>() {

		@Override
		protected Boolean computeValue(Class<?> type) {
			try {
				return type.getMethod("toString").getDeclaringClass() != Object.class;
			}
			catch (NoSuchMethodException ex) {
				throw new IllegalStateException("Every class has toString", ex);
			}
		}

	};

	private KeyText() {
	}

	static String of(Object key) {
		if (key instanceof String text) {
			return plain(text);
		}
		if (key instanceof Number || key instanceof UUID || key instanceof Boolean || key instanceof Character) {
			return key.toString();
		}
		if (key instanceof Enum<?> constant) {
			return constant.name();
		}
		StringBuilder text = new StringBuilder();
		if (key instanceof SimpleKey simple) {
			append(text.append('('), (Object[]) ReflectionUtils.getField(PARAMETERS, simple));
			text.append(')');
		}
		else if (key == null) {
			throw new IllegalArgumentException("'key' is null but must be a key: name another one with "
					+ "@Cacheable(key = ...), or skip the cache with condition");
		}
		else {
			append(text, key, false);
		}
		return text.toString();
	}

	private static void append(StringBuilder text, @Nullable Object @Nullable [] parts) {
		if (parts != null) {
			for (int i = 0; i < parts.length; i++) {
				text.append((i > 0) ? "," : "");
				append(text, parts[i], true);
			}
		}
	}

	private static void append(StringBuilder text, @Nullable Object part, boolean nested) {
		if (part == null) {
			text.append(NULL);
		}
		else if (part instanceof Set<?> values) {
			append(text.append('['), sorted(values.stream().map(KeyText::nested)));
			text.append(']');
		}
		else if (part instanceof Collection<?> values) {
			append(text.append('['), values.toArray());
			text.append(']');
		}
		else if (part.getClass().isArray()) {
			Object[] values = (part instanceof Object[] objects) ? objects : boxed(part);
			append(text.append('['), values);
			text.append(']');
		}
		else if (part instanceof Map<?, ?> map) {
			append(text.append('{'), sorted(
					map.entrySet().stream().map((entry) -> nested(entry.getKey()) + "=" + nested(entry.getValue()))));
			text.append('}');
		}
		else {
			String plain = speak(part);
			text.append(nested ? escape(plain) : plain(plain));
		}
	}

	private static void append(StringBuilder text, List<String> parts) {
		text.append(String.join(",", parts));
	}

	private static List<String> sorted(Stream<String> parts) {
		return parts.sorted().toList();
	}

	private static String nested(@Nullable Object part) {
		StringBuilder text = new StringBuilder();
		append(text, part, true);
		return text.toString();
	}

	private static String plain(String text) {
		return (!text.isEmpty() && "\\([{".indexOf(text.charAt(0)) >= 0) ? "\\" + text : text;
	}

	private static Object[] boxed(Object array) {
		Object[] values = new Object[Array.getLength(array)];
		for (int i = 0; i < values.length; i++) {
			values[i] = Array.get(array, i);
		}
		return values;
	}

	private static String speak(Object part) {
		if (part instanceof Enum<?> constant) {
			return constant.name();
		}
		if (!SPEAKS.get(part.getClass())) {
			throw new IllegalStateException(
					("Cannot turn a cache key of %s into text: the class has no toString() of its own. "
							+ "Add one that tells different keys apart, or name the key with @Cacheable(key = ...)")
						.formatted(part.getClass().getName()));
		}
		return part.toString();
	}

	private static String escape(String text) {
		for (int i = 0; i < text.length(); i++) {
			if ("\\,[]{}=".indexOf(text.charAt(i)) >= 0) {
				return escapeFrom(text, i);
			}
		}
		return text;
	}

	private static String escapeFrom(String text, int from) {
		StringBuilder safe = new StringBuilder(text.length() + 8).append(text, 0, from);
		for (int i = from; i < text.length(); i++) {
			char c = text.charAt(i);
			safe.append(("\\,[]{}=".indexOf(c) >= 0) ? "\\" : "").append(c);
		}
		return safe.toString();
	}

	private static Field parameters() {
		Field field = ReflectionUtils.findField(SimpleKey.class, "params");
		if (field == null) {
			throw new IllegalStateException(
					"SimpleKey has no 'params': " + ObjectUtils.nullSafeClassName(SimpleKey.class));
		}
		ReflectionUtils.makeAccessible(field);
		return field;
	}

}
