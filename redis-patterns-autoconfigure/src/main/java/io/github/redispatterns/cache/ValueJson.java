package io.github.redispatterns.cache;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;

/**
 * How cached values are written as JSON.
 * <p>
 * The application's own mapper has no say, so changing it does not change what is stored;
 * its modules are found on the class path. What was written by another version of a class
 * is read as far as nothing is made up: unknown properties are left out, missing ones get
 * the default value, a number does not become a constant or lose its fraction.
 */
final class ValueJson {

	static final JsonMapper MAPPER = JsonMapper.builder()
		.annotationIntrospector(new DeclaredTypes())
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
				DeserializationFeature.FAIL_ON_IGNORED_PROPERTIES, DeserializationFeature.ACCEPT_FLOAT_AS_INT)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		// toString() is often meant for people, a constant's name is not
		.disable(EnumFeature.WRITE_ENUMS_USING_TO_STRING, EnumFeature.READ_ENUMS_USING_TO_STRING)
		.enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
		.disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS, DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS,
				DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE, DateTimeFeature.NORMALIZE_DESERIALIZED_ZONE_ID)
		.enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID)
		.findAndAddModules(ValueJson.class.getClassLoader())
		.build();

	private ValueJson() {
	}

	/**
	 * Refuses the annotations that would let stored data name a class to load.
	 */
	private static final class DeclaredTypes extends JacksonAnnotationIntrospector {

		@Override
		public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated annotated) {
			JsonTypeInfo.Value info = super.findPolymorphicTypeInfo(config, annotated);
			if (info != null && namesClasses(info.getIdType())) {
				throw new IllegalArgumentException("@JsonTypeInfo of " + annotated.getName() + " must use NAME: "
						+ info.getIdType() + " lets stored data choose the class to load");
			}
			return info;
		}

		private static boolean namesClasses(JsonTypeInfo.Id id) {
			return id == JsonTypeInfo.Id.CLASS || id == JsonTypeInfo.Id.MINIMAL_CLASS;
		}

	}

}
