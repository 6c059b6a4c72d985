package io.github.redispatterns.cache;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Whoever can write to Redis cannot choose which classes are loaded.
 */
class UntrustedJsonTests {

	@Test
	void neverLoadsAClassThatDataNames() {
		String gadget = "{\"@class\":\"" + Gadget.class.getName() + "\",\"command\":\"rm\"}";
		String array = "[\"" + Gadget.class.getName() + "\",{\"command\":\"rm\"}]";

		assertThat(read(Object.class, gadget)).isEqualTo(Map.of("@class", Gadget.class.getName(), "command", "rm"));
		assertThat(read(Object.class, array)).isInstanceOf(List.class);
		assertThat(read(Holder.class, "{\"any\":" + gadget + "}"))
			.isEqualTo(new Holder(Map.of("@class", Gadget.class.getName(), "command", "rm")));
		assertThat(read(Object.class, "{\"@class\":\"java.util.HashMap\"}")).isInstanceOf(LinkedHashMap.class);
		assertThat(read(Object.class, "[\"java.util.ArrayList\",[1]]"))
			.isEqualTo(List.of("java.util.ArrayList", List.of(1)));
		assertThat(Gadget.made).isFalse();
	}

	@Test
	void refusesTypesThatWantClassNamesInTheData() {
		assertThatIllegalArgumentException().isThrownBy(() -> ValueType.of(ByClass.class))
			.withMessageContaining("ByClass")
			.withMessageContaining("must use NAME");
		assertThatIllegalArgumentException().isThrownBy(() -> {
			ValueType type = ValueType.of(HoldsByClass.class);
			type.write(new HoldsByClass(null));
			type.read("{\"any\":[\"java.util.ArrayList\",[]]}".getBytes(StandardCharsets.UTF_8));
		}).withMessageContaining("must use NAME");
	}

	private static Object read(Type type, String json) {
		return ValueType.of(type).read(json.getBytes(StandardCharsets.UTF_8));
	}

	record Holder(Object any) {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
	interface ByClass {

	}

	record HoldsByClass(@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS) Object any) {
	}

	static final class Gadget {

		static boolean made;

		Gadget() {
			made = true;
		}

		@JsonProperty
		void setCommand(String command) {
			made = true;
		}

	}

}
