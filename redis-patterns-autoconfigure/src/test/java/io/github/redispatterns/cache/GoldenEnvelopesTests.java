package io.github.redispatterns.cache;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a release has stored, every later one reads. The files are never written anew: a
 * new form gets a new constant, and {@code -Dgolden.write=true} adds the files that are
 * missing and fails on none that is there.
 */
class GoldenEnvelopesTests {

	private static final Path FILES = Path.of("src/test/resources/io/github/redispatterns/cache/golden");

	private static final ValueType TYPE = ValueType.of(Book.class);

	private final ValueCodec codec = new ValueCodec(100, 10_000);

	@ParameterizedTest
	@EnumSource
	void everyEnvelopeDecodes(Golden golden) throws IOException {
		Decoding decoding = this.codec.decode(stored(golden), TYPE);

		assertThat(decoding).isInstanceOfSatisfying(Decoding.Decoded.class, (decoded) -> {
			assertThat(decoded.value()).isEqualTo(golden.value);
			assertThat(decoded.envelope().facts()).isEqualTo(golden.facts);
			assertThat(decoded.envelope().fingerprint()).isEqualTo(TYPE.fingerprint());
		});
	}

	@ParameterizedTest
	@EnumSource
	void showsWhatItIsNamedAfter(Golden golden) throws IOException {
		assertThat(Envelope.decode(stored(golden)).flags()).isEqualTo(golden.flags);
	}

	@Test
	@EnabledIfSystemProperty(named = "golden.write", matches = "true")
	void writesTheMissing() throws IOException {
		Files.createDirectories(FILES);
		for (Golden golden : Golden.values()) {
			Path file = FILES.resolve(golden.file());
			if (!Files.exists(file)) {
				Encoding encoding = this.codec.encode(golden.value, TYPE, golden.facts);
				Files.write(file, ((Encoding.Encoded) encoding).bytes(), StandardOpenOption.CREATE_NEW);
			}
		}
	}

	private static byte[] stored(Golden golden) throws IOException {
		try (InputStream in = GoldenEnvelopesTests.class.getResourceAsStream("golden/" + golden.file())) {
			assertThat(in).as(golden.file()).isNotNull();
			return in.readAllBytes();
		}
	}

	record Book(String title, int pages) {
	}

	enum Golden {

		PLAIN(0, new Book("Dune", 412), new Facts(1000, 20, 0, 0, 0x0102030405060708L, 0, List.of())),

		NULL(Envelope.NULL, null, new Facts(0, 3, 0, 0, -1, 9, List.of())),

		DEFLATED(Envelope.DEFLATED, new Book("Dune".repeat(100), 412), new Facts(1000, 20, 0, 0, 5, 0, List.of())),

		TAGGED(Envelope.TAGGED, new Book("Dune", 412), new Facts(0, 0, 0, 0, 5, 7, List.of("books", "straße"))),

		VERSIONED(0, new Book("Dune", 412), new Facts(-1, -1, 0, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 50, List.of()));

		private final int flags;

		private final @Nullable Book value;

		private final Facts facts;

		Golden(int flags, @Nullable Book value, Facts facts) {
			this.flags = flags;
			this.value = value;
			this.facts = facts;
		}

		String file() {
			return name().toLowerCase(Locale.ROOT) + ".bin";
		}

	}

}
