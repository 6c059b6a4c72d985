package io.github.redispatterns.cache.write;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;

import io.github.redispatterns.cache.WriteRoutes;
import io.github.redispatterns.internal.Json;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * A writer with the types that it declares.
 */
final class BoundWriter {

	private final String cache;

	private final CacheWriter<Object, Object> writer;

	private final Class<?> keyClass;

	private final Class<?> valueClass;

	private final Type valueType;

	private final Json<Object> keys;

	@SuppressWarnings("unchecked")
	BoundWriter(String cache, CacheWriter<?, ?> writer, Type key, Type value) {
		this.cache = cache;
		this.writer = (CacheWriter<Object, Object>) writer;
		this.keyClass = ResolvableType.forType(key).resolve(Object.class);
		this.valueClass = ResolvableType.forType(value).resolve(Object.class);
		this.valueType = value;
		this.keys = Json.of(key);
	}

	Type valueType() {
		return this.valueType;
	}

	byte[] content(Object key, @Nullable Object value) {
		check("key", key, this.keyClass);
		if (value != null) {
			check("value", value, this.valueClass);
		}
		return Change.content(this.keys.write(key),
				(value != null) ? WriteRoutes.FORMAT.write(this.valueType, value) : null);
	}

	private void check(String what, Object given, Class<?> wanted) {
		if (!wanted.isInstance(given)) {
			throw new IllegalArgumentException("%s of the cache '%s' is a %s but its writer takes %s".formatted(what,
					this.cache, given.getClass().getName(), wanted.getName()));
		}
	}

	void write(Object key, @Nullable Object value, long version) {
		if (value != null) {
			this.writer.write(key, value, version);
		}
		else {
			this.writer.delete(key, version);
		}
	}

	boolean isBatch() {
		return this.writer instanceof BatchCacheWriter;
	}

	void write(Change change) {
		write(this.keys.read(change.keyJson()), value(change), change.version());
	}

	void write(List<Change> changes) {
		List<CacheChange<Object, Object>> batch = new ArrayList<>();
		for (Change change : changes) {
			batch.add(new CacheChange<>(this.keys.read(change.keyJson()), value(change), change.version()));
		}
		((BatchCacheWriter<Object, Object>) this.writer).writeAll(List.copyOf(batch));
	}

	private @Nullable Object value(Change change) {
		return change.delete() ? null : WriteRoutes.FORMAT.read(this.valueType, change.valueJson());
	}

}
