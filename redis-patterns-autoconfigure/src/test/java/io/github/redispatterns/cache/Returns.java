package io.github.redispatterns.cache;

import java.util.List;

/** Every way in which a method with {@code @Cacheable} can return. */
enum Returns {

	PLAIN {
		@Override
		Object call(ReturningService service, String key) {
			return service.plain(key);
		}
	},

	PLAIN_SYNC {
		@Override
		Object call(ReturningService service, String key) {
			return service.plainSync(key);
		}
	},

	OPTIONAL {
		@Override
		Object call(ReturningService service, String key) {
			return service.optional(key).orElse(null);
		}
	},

	OPTIONAL_SYNC {
		@Override
		Object call(ReturningService service, String key) {
			return service.optionalSync(key).orElse(null);
		}
	},

	FUTURE {
		@Override
		Object call(ReturningService service, String key) {
			return service.future(key).join();
		}
	},

	FUTURE_SYNC {
		@Override
		Object call(ReturningService service, String key) {
			return service.futureSync(key).join();
		}
	},

	MONO {
		@Override
		Object call(ReturningService service, String key) {
			return service.mono(key).block();
		}
	},

	MONO_SYNC {
		@Override
		Object call(ReturningService service, String key) {
			return service.monoSync(key).block();
		}
	},

	FLUX {
		@Override
		Object call(ReturningService service, String key) {
			return first(service.flux(key).collectList().block());
		}
	},

	FLUX_SYNC {
		@Override
		Object call(ReturningService service, String key) {
			return first(service.fluxSync(key).collectList().block());
		}
	};

	/**
	 * Call the method and wait for its value.
	 * @param service whose method
	 * @param key the argument
	 * @return the value, the first one of several, {@code null} for none
	 */
	abstract Object call(ReturningService service, String key);

	boolean isMany() {
		return this == FLUX || this == FLUX_SYNC;
	}

	String cache() {
		return isMany() ? "lists" : "items";
	}

	private static Object first(List<?> values) {
		return values.isEmpty() ? null : values.get(0);
	}

}
