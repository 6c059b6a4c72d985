package io.github.redispatterns.cache;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Notices that a value would come back as something else.
 * <p>
 * Where a type is declared the first value of each class is read again: a subclass that
 * nothing declares would come back as its parent. Where none is declared every value is,
 * for a {@code Long} would come back as an {@code Integer} and a record as a map, and the
 * caller's cast would fail.
 */
final class Fidelity {

	private final boolean undeclared;

	private final Set<Class<?>> proven = ConcurrentHashMap.newKeySet();

	Fidelity(boolean undeclared) {
		this.undeclared = undeclared;
	}

	/**
	 * What a value would lose.
	 * @param value the value
	 * @param reader reads what was written of it
	 * @return what it would lose, or {@code null}
	 */
	@Nullable String loss(Object value, Supplier<Object> reader) {
		if (this.proven.contains(value.getClass())) {
			return null;
		}
		Object read;
		try {
			read = reader.get();
		}
		catch (IllegalArgumentException ex) {
			return "Written, but not readable. " + ex.getMessage();
		}
		if (this.undeclared) {
			return read.equals(value) ? null : "JSON has not all of the " + value.getClass().getName()
					+ ": declare its type instead of java.lang.Object";
		}
		if (isCut(value, read)) {
			return "A " + value.getClass().getName() + " would come back as a mere " + read.getClass().getName()
					+ ": declare its subtypes with @JsonTypeInfo(use = NAME)";
		}
		this.proven.add(value.getClass());
		return null;
	}

	private static boolean isCut(Object value, Object read) {
		Class<?> written = ClassUtils.getUserClass(value);
		return written != read.getClass() && TypeTree.isOfApplication(written) && !(value instanceof Enum)
				&& !written.getName().contains("$HibernateProxy$") && read.getClass().isInstance(value);
	}

}
