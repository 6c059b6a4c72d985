package io.github.redispatterns.internal;

import java.lang.reflect.Type;

import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads and writes one Java type as JSON.
 * <p>
 * The type comes from the program, never from the data, so no class name is stored and
 * none is believed. Stored formats do not depend on the application's own mapper.
 *
 * @param <T> the type
 */
public final class Json<T> {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private final ObjectWriter writer;

	private final ObjectReader reader;

	private Json(JavaType type) {
		this.writer = MAPPER.writerFor(type);
		this.reader = MAPPER.readerFor(type);
	}

	/**
	 * Create a codec.
	 * @param <T> the type
	 * @param type the type, with its parameters
	 * @return the codec
	 */
	public static <T> Json<T> of(Type type) {
		return new Json<>(MAPPER.getTypeFactory().constructType(type));
	}

	/**
	 * Write a value.
	 * @param value the value
	 * @return UTF-8 JSON
	 */
	public byte[] write(T value) {
		return this.writer.writeValueAsBytes(value);
	}

	/**
	 * Read a value.
	 * @param json UTF-8 JSON
	 * @return the value
	 * @throws tools.jackson.core.JacksonException if it is not such a value
	 */
	public T read(byte[] json) {
		return this.reader.readValue(json);
	}

}
