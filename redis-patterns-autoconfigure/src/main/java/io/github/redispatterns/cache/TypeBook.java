package io.github.redispatterns.cache;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * The types that one cache has seen, for callers who do not say which one they want.
 * <p>
 * Types come from this program, never from what is stored: a stored fingerprint is only
 * looked up among them. What no type is known for is read as plain JSON.
 */
final class TypeBook {

	private static final int MOST = 64;

	static final ValueType ANY = ValueType.of(Object.class);

	// what every instance knows, so that it can read what another one was given
	private static final Map<Integer, ValueType> PLAIN = Stream
		.of(String.class, Boolean.class, Character.class, Byte.class, Short.class, Integer.class, Long.class,
				Float.class, Double.class, BigInteger.class, BigDecimal.class, UUID.class, URI.class, Instant.class,
				LocalDate.class, LocalTime.class, LocalDateTime.class, OffsetDateTime.class, ZonedDateTime.class,
				Duration.class)
		.map(ValueType::of)
		.collect(Collectors.toUnmodifiableMap((type) -> name(type.fingerprint()), (type) -> type));

	private static final Log logger = LogFactory.getLog(TypeBook.class);

	private final String cache;

	private final AtomicReference<@Nullable ValueType> declared = new AtomicReference<>();

	private final AtomicBoolean warned = new AtomicBoolean();

	private final Map<Integer, ValueType> byName = new ConcurrentHashMap<>();

	TypeBook(String cache) {
		this.cache = cache;
	}

	/**
	 * Note a type that code declares for the values of the cache, which should be one.
	 * @param type what values of the cache are
	 * @return the type
	 */
	ValueType declare(ValueType type) {
		if (this.declared.get() == type) {
			return type;
		}
		ValueType first = this.declared.compareAndExchange(null, type);
		if (first != null && !first.type().equals(type.type()) && this.warned.compareAndSet(false, true)) {
			logger.warn(("The cache '%s' is declared with values of %s and of %s: with one key they would overwrite "
					+ "each other, and neither is found as the other. Give each a cache of its own")
				.formatted(this.cache, first.type().getTypeName(), type.type().getTypeName()));
		}
		return note(type);
	}

	/**
	 * Note a type.
	 * @param type what values of the cache are
	 * @return the type
	 */
	ValueType note(ValueType type) {
		if (this.byName.size() < MOST) {
			this.byName.putIfAbsent(name(type.fingerprint()), type);
		}
		return type;
	}

	/**
	 * Find the type of what is stored.
	 * @param fingerprint of the stored value
	 * @return the type
	 */
	ValueType of(long fingerprint) {
		ValueType type = this.byName.get(name(fingerprint));
		return (type != null) ? type : PLAIN.getOrDefault(name(fingerprint), ANY);
	}

	/**
	 * Find the type of a value: a declared one that fits, else its class.
	 * @param value the value
	 * @return the type
	 */
	ValueType ofValue(Object value) {
		for (ValueType type : this.byName.values()) {
			if (!(type.type() instanceof Class<?>) && ResolvableType.forType(type.type()).isInstance(value)) {
				return type;
			}
		}
		return isJdkContainer(value) ? ANY : note(ValueType.of((Type) value.getClass()));
	}

	// their classes are nobody's business: what matters is what is in them
	private static boolean isJdkContainer(Object value) {
		return (value instanceof Collection || value instanceof Map)
				&& value.getClass().getName().startsWith("java.util.");
	}

	private static int name(long fingerprint) {
		return (int) (fingerprint >>> 32);
	}

}
