package io.github.redispatterns.cache;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ValueCodec}, {@link Compression}.
 */
class ValueCodecTests {

	private static final Facts FACTS = new Facts(1000, 20, 0, 5, 6, 7, List.of("books"));

	private static final ValueType TEXT = ValueType.of(String.class);

	private final ValueCodec codec = new ValueCodec(100, 1000);

	@Test
	void givesBackTheValueWithItsFacts() {
		Decoding decoding = this.codec.decode(encode("dune", TEXT), TEXT);

		assertThat(decoding).isInstanceOfSatisfying(Decoding.Decoded.class, (decoded) -> {
			assertThat(decoded.value()).isEqualTo("dune");
			assertThat(decoded.envelope().facts()).isEqualTo(FACTS);
		});
	}

	@Test
	void remembersNull() {
		assertThat(this.codec.decode(encode(null, TEXT), TEXT)).isInstanceOfSatisfying(Decoding.Decoded.class,
				(decoded) -> assertThat(decoded.value()).isNull());
	}

	@Test
	void compressesWhatShrinks() {
		String text = "a".repeat(500);
		byte[] bytes = encode(text, TEXT);

		assertThat(Envelope.decode(bytes).isDeflated()).isTrue();
		assertThat(bytes).hasSizeLessThan(120);
		assertThat(value(bytes, TEXT)).isEqualTo(text);
	}

	@Test
	void doesNotCompressBelowTheThreshold() {
		assertThat(Envelope.decode(encode("a".repeat(97), TEXT)).isDeflated()).isFalse();
		assertThat(Envelope.decode(encode("a".repeat(98), TEXT)).isDeflated()).isTrue();
	}

	@Test
	void doesNotCompressWhatDoesNotShrink() {
		byte[] noise = new byte[300];
		new Random(1).nextBytes(noise);

		assertThat(Compression.deflate(noise, 0)).isNull();
		assertThat(Compression.deflate(new byte[0], 0)).isNull();
	}

	@Test
	void refusesWhatIsLargerThanTheMost() {
		assertThat(this.codec.encode("a".repeat(998), TEXT, FACTS)).isInstanceOf(Encoding.Encoded.class);
		assertThat(this.codec.encode("a".repeat(999), TEXT, FACTS)).isEqualTo(new Encoding.TooLarge(1000));
		assertThat(this.codec.encode("a".repeat(100_000), TEXT, FACTS)).isEqualTo(new Encoding.TooLarge(1000));
	}

	@Test
	void refusesWhatIsFarTooLargeBeforeItIsWritten() {
		Iterable<String> endless = () -> Stream.generate(() -> "again").iterator();

		assertThat(this.codec.encode(endless, ValueType.of(Iterable.class), FACTS))
			.isEqualTo(new Encoding.TooLarge(1000));
	}

	@Test
	void inflatesUpToTheMostAndNotFurther() {
		byte[] most = new byte[1000];
		byte[] bomb = new byte[10_000_000];

		assertThat(Compression.inflate(Compression.deflate(most, 0), 1000)).isEqualTo(most);
		assertThat(Compression.inflate(Compression.deflate(most, 0), 999)).isNull();
		assertThat(Compression.inflate(Compression.deflate(bomb, 0), 1000)).isNull();
		assertThat(this.codec.decode(envelope(Envelope.DEFLATED, Compression.deflate(bomb, 0)), TEXT))
			.isInstanceOf(Decoding.Undecodable.class);
	}

	@Test
	void aValueOfAnotherTypeIsForeign() {
		assertThat(this.codec.decode(encode("1", TEXT), ValueType.of(Integer.class)))
			.isInstanceOf(Decoding.Foreign.class);
		assertThat(this.codec.decode(encode(null, TEXT), ValueType.of(Integer.class)))
			.isInstanceOf(Decoding.Foreign.class);
	}

	@Test
	void garbageIsUndecodable() {
		assertThat(this.codec.decode("plain text".getBytes(StandardCharsets.UTF_8), TEXT))
			.isInstanceOf(Decoding.Undecodable.class);
		assertThat(this.codec.decode(envelope(0, "{".getBytes(StandardCharsets.UTF_8)), TEXT))
			.isInstanceOf(Decoding.Undecodable.class);
		assertThat(this.codec.decode(envelope(0, new byte[0]), TEXT)).isInstanceOf(Decoding.Undecodable.class);
		assertThat(this.codec.decode(envelope(0, "null".getBytes(StandardCharsets.UTF_8)), TEXT))
			.isInstanceOf(Decoding.Undecodable.class);
		assertThat(this.codec.decode(envelope(0, "\"a\" \"b\"".getBytes(StandardCharsets.UTF_8)), TEXT))
			.isInstanceOf(Decoding.Undecodable.class);
	}

	@Test
	void deepNestingIsUndecodable() {
		byte[] deep = "[".repeat(100_000).getBytes(StandardCharsets.UTF_8);
		ValueType any = ValueType.of(Object.class);
		byte[] bytes = new Envelope(0, any.fingerprint(), FACTS, deep).encode();

		assertThat(this.codec.decode(bytes, any)).isInstanceOf(Decoding.Undecodable.class);
	}

	@Test
	void neverThrowsOnDamagedBytes() {
		ValueType type = ValueType.of(Shop.class);
		Shop shop = new Shop("Ölmühle", Map.of(1L, List.of(2.5)));
		Random random = new Random(7);
		for (int round = 0; round < 20_000; round++) {
			byte[] bytes = (round % 2 == 0) ? encode(shop, type) : encode("ab".repeat(200), TEXT);
			for (int change = random.nextInt(4); change >= 0; change--) {
				bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
			}
			byte[] damaged = Arrays.copyOf(bytes, bytes.length - random.nextInt(3));
			assertThat(this.codec.decode(damaged, (round % 2 == 0) ? type : TEXT)).isNotNull();
		}
	}

	private byte[] encode(Object value, ValueType type) {
		return ((Encoding.Encoded) this.codec.encode(value, type, FACTS)).bytes();
	}

	private Object value(byte[] bytes, ValueType type) {
		return ((Decoding.Decoded) this.codec.decode(bytes, type)).value();
	}

	private static byte[] envelope(int flags, byte[] payload) {
		return new Envelope(flags, TEXT.fingerprint(), FACTS, payload).encode();
	}

	record Shop(String name, Map<Long, List<Double>> prices) {
	}

}
