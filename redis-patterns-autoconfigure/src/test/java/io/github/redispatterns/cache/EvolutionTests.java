package io.github.redispatterns.cache;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two versions of an application share one Redis: what one wrote, the other reads or
 * loads anew, and neither fails.
 */
class EvolutionTests {

	private static final Facts FACTS = new Facts(0, 0, 0, 0, 0, 0, List.of());

	private final ValueCodec codec = new ValueCodec(1 << 20, 1 << 20);

	@Test
	void readsWhatTheSameClassOfAnotherLoaderWrote() {
		String source = "public record Book(String title, int pages) { }";

		assertThat(read(source, "{\"title\":\"Dune\",\"pages\":412}", source)).isEqualTo("Book[title=Dune, pages=412]");
	}

	@Test
	void aComponentThatWasGainedHasItsDefault() {
		assertThat(read("public record Book(String title) { }", "{\"title\":\"Dune\"}",
				"public record Book(String title, int pages, List<String> tags, Optional<String> note) { }"))
			.isEqualTo("Book[title=Dune, pages=0, tags=null, note=Optional.empty]");
	}

	@Test
	void aComponentThatWasLostIsIgnored() {
		assertThat(read("public record Book(String title, int pages) { }", "{\"title\":\"Dune\",\"pages\":412}",
				"public record Book(String title) { }"))
			.isEqualTo("Book[title=Dune]");
	}

	@Test
	void aComponentThatWasRetypedIsReadWhereNothingIsLost() {
		assertThat(read("public record Book(int pages) { }", "{\"pages\":412}", "public record Book(long pages) { }"))
			.isEqualTo("Book[pages=412]");
		assertThat(read("public record Book(int pages) { }", "{\"pages\":412}", "public record Book(String pages) { }"))
			.isEqualTo("Book[pages=412]");
	}

	@Test
	void aComponentThatWasRetypedBeyondThatIsForeign() {
		assertForeign("public record Book(String pages) { }", "{\"pages\":\"many\"}",
				"public record Book(int pages) { }");
		assertForeign("public record Book(double pages) { }", "{\"pages\":1.5}", "public record Book(int pages) { }");
		assertForeign("public record Book(String pages) { }", "{\"pages\":\"1\"}",
				"public record Book(List<String> pages) { }");
		assertForeign("public record Book(long size) { }", "{\"size\":4000000000}", "public record Book(int size) { }");
	}

	@Test
	void aNestedChangeIsNoticed() {
		assertForeign("public record Book(Author author) { public record Author(String born) { } }",
				"{\"author\":{\"born\":\"May\"}}",
				"public record Book(Author author) { public record Author(int born) { } }");
	}

	@Test
	void aConstantThatIsGoneIsForeign() {
		assertForeign("public enum Genre { SEA, ART }", "\"SEA\"", "public enum Genre { ART }");
	}

	@Test
	void aConstantThatWasNeverThereIsUndecodable() {
		Class<?> genre = Compiled.type("public enum Genre { SEA, ART }");

		assertThat(decode(genre, "\"SKY\"", genre)).isInstanceOf(Decoding.Undecodable.class);
	}

	@Test
	void aSubtypeThatIsGoneIsForeign() {
		String head = "@JsonTypeInfo(use = JsonTypeInfo.Id.NAME) public sealed interface Price { ";

		assertForeign(head + "record Fixed(int cents) implements Price { } record Free() implements Price { } }",
				"{\"@type\":\"Price$Free\"}", head + "record Fixed(int cents) implements Price { } }");
	}

	@Test
	void aConstructorThatRefusesIsForeignOrUndecodable() {
		Class<?> old = Compiled.type("public record Book(int pages) { }");
		Class<?> strict = Compiled.type("public record Book(int pages, int weight) {"
				+ " public Book { if (weight < 1) throw new IllegalArgumentException(\"weight: \" + weight); } }");

		assertThat(decode(old, "{\"pages\":1}", strict)).isInstanceOf(Decoding.Foreign.class);
		assertThat(decode(strict, "{\"pages\":1}", strict)).isInstanceOf(Decoding.Undecodable.class);
	}

	@Test
	void aClassThatFailsToInitializeIsUndecodable() {
		Class<?> broken = Compiled
			.type("public record Book(int pages) { static final int N = Integer.parseInt(\"x\"); }");

		assertThat(decode(broken, "{\"pages\":1}", broken)).isInstanceOf(Decoding.Undecodable.class);
	}

	@Test
	void aNullOfAnotherVersionIsNull() {
		Class<?> old = Compiled.type("public record Book(int pages) { }");
		Class<?> now = Compiled.type("public record Book(String pages) { }");
		byte[] bytes = ((Encoding.Encoded) this.codec.encode(null, ValueType.of(old), FACTS)).bytes();

		assertThat(this.codec.decode(bytes, ValueType.of(now))).isInstanceOfSatisfying(Decoding.Decoded.class,
				(decoded) -> assertThat(decoded.value()).isNull());
	}

	private String read(String writer, String json, String reader) {
		Class<?> type = Compiled.type(reader);
		Decoding.Decoded decoded = (Decoding.Decoded) decode(Compiled.type(writer), json, type);
		assertThat(decoded.value()).isInstanceOf(type);
		return String.valueOf(decoded.value());
	}

	private void assertForeign(String writer, String json, String reader) {
		assertThat(decode(Compiled.type(writer), json, Compiled.type(reader))).as(reader)
			.isInstanceOf(Decoding.Foreign.class);
	}

	/**
	 * The writer's class writes what it reads from the JSON, when it can.
	 */
	private Decoding decode(Class<?> writer, String json, Class<?> reader) {
		ValueType type = ValueType.of(writer);
		byte[] payload = json.getBytes(StandardCharsets.UTF_8);
		return this.codec.decode(new Envelope(0, type.fingerprint(), FACTS, payload).encode(), ValueType.of(reader));
	}

}
