package io.github.redispatterns.cache;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * What an application has on its class path, listed as a service.
 */
public final class DegreesModule extends SimpleModule {

	private static final String UNIT = " C";

	public DegreesModule() {
		super("degrees");
		addSerializer(Degrees.class, new Writer());
		addDeserializer(Degrees.class, new Reader());
	}

	private static final class Writer extends StdSerializer<Degrees> {

		Writer() {
			super(Degrees.class);
		}

		@Override
		public void serialize(Degrees value, JsonGenerator generator, SerializationContext context) {
			generator.writeString(value.celsius() + UNIT);
		}

	}

	private static final class Reader extends StdDeserializer<Degrees> {

		Reader() {
			super(Degrees.class);
		}

		@Override
		public Degrees deserialize(JsonParser parser, DeserializationContext context) {
			return new Degrees(Double.parseDouble(parser.getString().replace(UNIT, "")));
		}

	}

}
