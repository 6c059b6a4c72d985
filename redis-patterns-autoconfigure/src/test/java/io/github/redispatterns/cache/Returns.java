package io.github.redispatterns.cache;

import java.util.List;
import java.util.function.BiFunction;

import io.github.redispatterns.cache.ReturningService.Item;

import static org.assertj.core.api.Assertions.assertThat;

/** Every way in which a method with {@code @Cacheable} can return. */
enum Returns {

	PLAIN(ReturningService::plain),

	PLAIN_SYNC(ReturningService::plainSync),

	OPTIONAL((service, key) -> service.optional(key).orElse(null)),

	OPTIONAL_SYNC((service, key) -> service.optionalSync(key).orElse(null)),

	FUTURE((service, key) -> service.future(key).join()),

	FUTURE_SYNC((service, key) -> service.futureSync(key).join()),

	MONO((service, key) -> service.mono(key).block()),

	MONO_SYNC((service, key) -> service.monoSync(key).block()),

	FLUX((service, key) -> first(service.flux(key).collectList().block())),

	FLUX_SYNC((service, key) -> first(service.fluxSync(key).collectList().block()));

	private final BiFunction<ReturningService, String, Item> method;

	Returns(BiFunction<ReturningService, String, Item> method) {
		this.method = method;
	}

	/**
	 * Call the method and wait for its value.
	 * @param service whose method
	 * @param key the argument
	 * @return the value, the first one of several, {@code null} for none
	 */
	Item call(ReturningService service, String key) {
		return this.method.apply(service, key);
	}

	boolean isMany() {
		return this == FLUX || this == FLUX_SYNC;
	}

	String cache() {
		return isMany() ? "lists" : "items";
	}

	private static Item first(List<Item> items) {
		if (items.isEmpty()) {
			return null;
		}
		Item first = items.get(0);
		assertThat(items).isEqualTo(ReturningService.items(first));
		return first;
	}

}
