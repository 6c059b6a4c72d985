package io.github.redispatterns.cache;

import java.io.OutputStream;
import java.lang.reflect.Type;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;

import org.springframework.util.ClassUtils;

/**
 * How values of one Java type are written: as JSON of the declared type, without class
 * names. {@code Object} is read as what JSON has of its own: maps, lists, texts, numbers.
 */
final class ValueType {

	private static final int MOST_TYPES = 2000;

	private static final Cache<Type, ValueType> TYPES = Caffeine.newBuilder().maximumSize(MOST_TYPES).build();

	private final Type type;

	private final String name;

	private final long fingerprint;

	private final ObjectWriter writer;

	private final ObjectReader reader;

	private final Fidelity fidelity;

	private ValueType(Type type) {
		JavaType declared = ValueJson.MAPPER.getTypeFactory()
			.constructType((type instanceof Class<?> raw) ? ClassUtils.resolvePrimitiveIfNecessary(raw) : type);
		this.type = type;
		this.name = TypeTree.name(declared);
		this.fingerprint = TypeTree.fingerprint(declared);
		this.writer = ValueJson.MAPPER.writerFor(declared);
		this.reader = ValueJson.MAPPER.readerFor(declared);
		this.fidelity = new Fidelity(isUndeclared(declared));
	}

	/**
	 * How values of a type are written.
	 * @param type the type, with its arguments
	 * @return the one for that type
	 * @throws IllegalArgumentException if values of that type cannot be written
	 */
	static ValueType of(Type type) {
		return TYPES.get(type, ValueType::new);
	}

	Type type() {
		return this.type;
	}

	/**
	 * What tells it from other types and from other versions of the same type.
	 * @return hash of its name in the high half, of its properties in the low half
	 */
	long fingerprint() {
		return this.fingerprint;
	}

	boolean sameName(long fingerprint) {
		return (this.fingerprint ^ fingerprint) >>> 32 == 0;
	}

	/**
	 * Write a value.
	 * @param value the value
	 * @return UTF-8 JSON
	 * @throws IllegalArgumentException if it cannot be written
	 */
	byte[] write(Object value) {
		try {
			return this.writer.writeValueAsBytes(value);
		}
		catch (RuntimeException ex) {
			throw notWritable(ex);
		}
	}

	/**
	 * Write a value.
	 * @param value the value
	 * @param out where to write UTF-8 JSON
	 * @throws IllegalArgumentException if it cannot be written
	 */
	void write(Object value, OutputStream out) {
		try {
			this.writer.writeValue(out, value);
		}
		catch (RuntimeException ex) {
			throw notWritable(ex);
		}
	}

	/**
	 * Read a value.
	 * @param json UTF-8 JSON
	 * @return the value
	 * @throws IllegalArgumentException if it is not such a value
	 */
	Object read(byte[] json) {
		return read(json, 0);
	}

	private Object read(byte[] json, int offset) {
		@Nullable Object value;
		try {
			value = this.reader.readValue(json, offset, json.length - offset);
		}
		catch (RuntimeException | LinkageError | StackOverflowError ex) {
			throw new IllegalArgumentException("Not a " + this.name + ": " + ex.getMessage(), ex);
		}
		if (value == null) {
			throw new IllegalArgumentException("Not a " + this.name + ": null");
		}
		return value;
	}

	/**
	 * What a value would lose if it were read again.
	 * @param value the value
	 * @param bytes what was written of it
	 * @param offset where that begins
	 * @return what it would lose, or {@code null}
	 */
	@Nullable String loss(Object value, byte[] bytes, int offset) {
		return this.fidelity.loss(value, () -> read(bytes, offset));
	}

	@Override
	public String toString() {
		return this.name;
	}

	private static boolean isUndeclared(JavaType type) {
		// a collection of undeclared things is as undeclared as they are
		return type.isJavaLangObject() || type.isContainerType() && (isUndeclared(type.getContentType())
				|| type.getKeyType() != null && isUndeclared(type.getKeyType()));
	}

	private IllegalArgumentException notWritable(RuntimeException cause) {
		return new IllegalArgumentException(
				"Not writable as JSON of the declared type " + this.name + ": " + cause.getMessage(), cause);
	}

}
