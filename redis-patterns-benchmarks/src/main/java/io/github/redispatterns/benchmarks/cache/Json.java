package io.github.redispatterns.benchmarks.cache;

import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON of the declared type, without names of classes: what ours writes, for everybody.
 */
final class Json {

	// constructors of libraries' own classes are not meant for JSON
	static final JsonMapper MAPPER = JsonMapper.builder().disable(MapperFeature.DETECT_PARAMETER_NAMES).build();

	private static final ObjectReader READER = MAPPER.readerFor(Product.class);

	private static final ObjectWriter WRITER = MAPPER.writerFor(Product.class);

	private Json() {
	}

	static byte[] write(Product product) {
		return WRITER.writeValueAsBytes(product);
	}

	static Product read(byte[] json) {
		return READER.readValue(json);
	}

}
