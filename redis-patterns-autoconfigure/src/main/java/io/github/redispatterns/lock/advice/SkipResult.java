package io.github.redispatterns.lock.advice;

import java.lang.reflect.Array;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

import io.github.redispatterns.PatternConfigurationException;
import io.github.redispatterns.internal.ReturnKind;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.CollectionFactory;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.core.convert.ConversionException;

/**
 * What a call returns whose method is not run.
 */
@FunctionalInterface
interface SkipResult {

	/** Of methods that return nothing, and of those that never skip. */
	SkipResult NOTHING = () -> null;

	@Nullable Object get();

	static SkipResult of(ResolvableType type, String text, String place) {
		Class<?> raw = type.resolve(Object.class);
		if (ReturnKind.of(raw) == ReturnKind.REACTIVE) {
			return reactive(raw, text, place);
		}
		if (ReturnKind.of(raw) == ReturnKind.FUTURE || raw == Future.class) {
			SkipResult inner = of(type.as(raw).getGeneric(0), text, place);
			return () -> CompletableFuture.completedFuture(inner.get());
		}
		if (!text.isEmpty()) {
			return converted(raw, text, place);
		}
		if (raw.isPrimitive() && raw != void.class) {
			throw new PatternConfigurationException(place,
					"may be skipped, but returns " + raw + ", which has no empty value", "Give a 'skipValue'.");
		}
		return empty(raw);
	}

	private static SkipResult converted(Class<?> type, String text, String place) {
		try {
			Object value = ApplicationConversionService.getSharedInstance().convert(text, type);
			return () -> value;
		}
		catch (ConversionException ex) {
			throw new PatternConfigurationException(place + ", 'skipValue'",
					"is \"" + text + "\", which is no " + type.getSimpleName(), "Change it, or leave it out.");
		}
	}

	private static SkipResult reactive(Class<?> type, String text, String place) {
		ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(type);
		if (!text.isEmpty() || adapter == null || !adapter.getDescriptor().supportsEmpty()) {
			throw new PatternConfigurationException(place,
					text.isEmpty() ? "may be skipped, but a " + type.getSimpleName() + " is never empty"
							: "has a 'skipValue', but a skipped " + type.getSimpleName() + " is empty",
					text.isEmpty() ? "Return a Mono, or say another 'onBusy'." : "Leave it out.");
		}
		return () -> adapter.getDescriptor().getEmptyValue();
	}

	private static SkipResult empty(Class<?> type) {
		if (type.isArray()) {
			return () -> Array.newInstance(type.getComponentType(), 0);
		}
		if (Collection.class.isAssignableFrom(type)) {
			return () -> CollectionFactory.createCollection(type, 0);
		}
		if (Map.class.isAssignableFrom(type)) {
			return () -> CollectionFactory.createMap(type, 0);
		}
		Object value = Map
			.<Class<?>, Object>of(Optional.class, Optional.empty(), OptionalInt.class, OptionalInt.empty(),
					OptionalLong.class, OptionalLong.empty(), OptionalDouble.class, OptionalDouble.empty(),
					Iterable.class, List.of())
			.get(type);
		return () -> value;
	}

}
