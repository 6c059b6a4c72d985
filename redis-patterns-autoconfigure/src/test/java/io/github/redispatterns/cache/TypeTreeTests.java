package io.github.redispatterns.cache;

import java.lang.reflect.Type;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.junit.jupiter.api.Test;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TypeTree}.
 */
class TypeTreeTests {

	private static final String HERE = TypeTreeTests.class.getName() + "$";

	@Test
	void namesArguments() {
		assertThat(name(pages())).isEqualTo(HERE + "Page<" + HERE + "Book>");
		assertThat(name(new ParameterizedTypeReference<Map<Long, List<Book>[]>>() {
		}.getType())).isEqualTo("java.util.Map<java.lang.Long,java.util.List<" + HERE + "Book>[]>");
		assertThat(name(int[][].class)).isEqualTo("int[][]");
	}

	@Test
	void listsPropertiesByNameWithTheirTypes() {
		assertThat(tree(pages())).isEqualTo(
				(HERE + "Page<" + HERE + "Book>{items:java.util.List<" + HERE + "Book>,total:long,}[];java.util.List<"
						+ HERE + "Book>;" + HERE + "Book{at:java.time.Instant,author:java.util.Optional<" + HERE
						+ "Author>,genre:" + HERE + "Genre,id:long,}[];java.time.Instant;java.util.Optional<" + HERE
						+ "Author>;" + HERE + "Author{books:java.util.List<" + HERE
						+ "Book>,name:java.lang.String,}[];java.lang.String;;" + HERE + "Genre[ART, SEA];long;;;"));
	}

	@Test
	void listsTheSubtypesOfASealedType() {
		assertThat(tree(Shape.class)).isEqualTo(HERE + "Shape{}[=" + HERE + "Circle, =" + HERE + "Square];" + HERE
				+ "Circle{radius:int,}[];int;;" + HERE + "Square{side:int,}[];;;");
	}

	@Test
	void isTheSameOnEveryRunAndJdk() {
		assertThat(fingerprint(pages())).isEqualTo("eb296985f759a3fa");
		assertThat(fingerprint(Shape.class)).isEqualTo("53f0cba8e3ebeb7d");
		assertThat(fingerprint(String.class)).isEqualTo("73cc7ce34b15152a");
	}

	@Test
	void differsByNameOfTheType() {
		ValueType circle = ValueType.of(Circle.class);

		assertThat(circle.sameName(ValueType.of(Square.class).fingerprint())).isFalse();
		assertThat(circle.sameName(circle.fingerprint() ^ 1)).isTrue();
		assertThat(circle.sameName(circle.fingerprint() ^ (1L << 32))).isFalse();
	}

	private static String name(Type type) {
		return TypeTree.name(ValueJson.MAPPER.constructType(type));
	}

	private static String tree(Type type) {
		return TypeTree.of(ValueJson.MAPPER.constructType(type));
	}

	private static String fingerprint(Type type) {
		return Long.toHexString(ValueType.of(type).fingerprint());
	}

	private static Type pages() {
		return new ParameterizedTypeReference<Page<Book>>() {
		}.getType();
	}

	record Page<T>(List<T> items, long total) {
	}

	record Book(long id, Genre genre, Instant at, Optional<Author> author) {
	}

	record Author(String name, List<Book> books) {
	}

	enum Genre {

		SEA, ART

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
	sealed interface Shape permits Square, Circle {

	}

	record Circle(int radius) implements Shape {
	}

	record Square(int side) implements Shape {
	}

}
