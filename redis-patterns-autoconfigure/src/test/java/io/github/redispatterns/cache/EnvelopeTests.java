package io.github.redispatterns.cache;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Envelope} and {@link Facts}.
 */
class EnvelopeTests {

	private static final byte[] JSON = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);

	private static final Envelope FULL = new Envelope(Envelope.DEFLATED, 0x1122334455667788L, -2, 7, 9, 3, -4,
			1_700_000_000_000_000L, List.of("books", "straße"), JSON);

	@Test
	void comesBackAsItWas() {
		assertThat(Envelope.decode(FULL.encode())).usingRecursiveComparison().isEqualTo(FULL);
	}

	@Test
	void holdsAValueWithoutTags() {
		Envelope plain = new Envelope(0, 1, 0, 0, 0, 0, 0, 0, List.of(), JSON);

		assertThat(plain.encode()).hasSize(Envelope.HEADER + JSON.length);
		assertThat(Envelope.decode(plain.encode())).usingRecursiveComparison().isEqualTo(plain);
	}

	@Test
	void holdsNull() {
		Envelope nothing = Envelope
			.decode(new Envelope(Envelope.NULL, 1, 0, 0, 0, 0, 0, 0, List.of("a"), new byte[0]).encode());

		assertThat(nothing.isNull()).isTrue();
		assertThat(nothing.tags()).containsExactly("a");
	}

	@Test
	void keepsTheOffsetsThatScriptsRead() {
		ByteBuffer bytes = ByteBuffer.wrap(FULL.encode());

		assertThat(bytes.get(0)).isEqualTo((byte) 'R');
		assertThat(bytes.get(1)).isEqualTo((byte) 1);
		assertThat(bytes.get(2)).isEqualTo((byte) (Envelope.DEFLATED | Envelope.TAGGED));
		assertThat(bytes.getLong(4)).isEqualTo(FULL.fingerprint());
		assertThat(bytes.getInt(12)).isEqualTo(FULL.staleMillis());
		assertThat(bytes.getInt(16)).isEqualTo(FULL.computeMillis());
		assertThat(bytes.getLong(20)).isEqualTo(FULL.version());
		assertThat(bytes.getLong(28)).isEqualTo(FULL.incarnation());
		assertThat(bytes.getLong(36)).isEqualTo(FULL.known());
		assertThat(bytes.getInt(44)).isEqualTo(FULL.lifeMillis());
		assertThat(bytes.getShort(56)).isEqualTo((short) 2);
		assertThat(bytes.getShort(58)).isEqualTo((short) 5);
	}

	@Test
	void saysTaggedWhenThereAreTagsOnly() {
		assertThat(new Envelope(Envelope.TAGGED, 1, 0, 0, 0, 0, 0, 0, List.of(), JSON).flags()).isZero();
		assertThat(new Envelope(0, 1, 0, 0, 0, 0, 0, 0, List.of("a"), JSON).flags()).isEqualTo(Envelope.TAGGED);
	}

	@Test
	void isNotOneOfOursWithAnotherMagicFormatFlagOrCodec() {
		for (int offset = 0; offset < 4; offset++) {
			byte[] bytes = FULL.encode();
			bytes[offset] ^= 0x40;
			assertThat(Envelope.decode(bytes)).as("byte %d", offset).isNull();
		}
	}

	@Test
	void isNotOneOfOursWhenNullHasAPayload() {
		assertThat(Envelope.decode(new Envelope(Envelope.NULL, 1, 0, 0, 0, 0, 0, 0, List.of(), JSON).encode()))
			.isNull();
	}

	@Test
	void isNotOneOfOursWhenCutOffBeforeThePayload() {
		byte[] bytes = FULL.encode();
		for (int length = 0; length < bytes.length - JSON.length; length++) {
			assertThat(Envelope.decode(Arrays.copyOf(bytes, length))).as("%d bytes", length).isNull();
		}
	}

	@Test
	void neverThrowsOnGarbage() {
		Random random = new Random(42);
		for (int round = 0; round < 200_000; round++) {
			byte[] bytes = garbage(random);
			assertThatCode(() -> Envelope.decode(bytes)).as(() -> Arrays.toString(bytes)).doesNotThrowAnyException();
		}
	}

	@Test
	void refusesATagThatIsTooLong() {
		Envelope envelope = new Envelope(0, 1, 0, 0, 0, 0, 0, 0, List.of("x".repeat(65536)), JSON);

		assertThatIllegalArgumentException().isThrownBy(envelope::encode).withMessageContaining("65535 bytes: 65536");
	}

	@Test
	void refusesTooManyTags() {
		List<String> tags = IntStream.rangeClosed(0, 65535).mapToObj(Integer::toString).collect(Collectors.toList());
		Envelope envelope = new Envelope(0, 1, 0, 0, 0, 0, 0, 0, tags, JSON);

		assertThatIllegalArgumentException().isThrownBy(envelope::encode).withMessageContaining("65535: 65536");
	}

	@Test
	void holdsTheMostTagsAndTheLongest() {
		List<String> tags = IntStream.range(0, 65535).mapToObj(Integer::toString).collect(Collectors.toList());
		tags.set(7, "x".repeat(65535));
		Envelope envelope = new Envelope(0, 1, 0, 0, 0, 0, 0, 0, tags, JSON);

		assertThat(Envelope.decode(envelope.encode())).usingRecursiveComparison().isEqualTo(envelope);
	}

	@Test
	void takesDurationsAsUnsignedMilliseconds() {
		Facts facts = new Facts(Duration.ofDays(40), Duration.ofNanos(2_900_000), Duration.ofMillis(7), 0, 0, 0,
				List.of());

		assertThat(facts.stale()).isEqualTo(Duration.ofDays(40));
		assertThat(facts.compute()).isEqualTo(Duration.ofMillis(2));
	}

	@Test
	void limitsDurationsToWhatFits() {
		Facts facts = new Facts(Duration.ofSeconds(Long.MAX_VALUE), Duration.ofMillis(-5), Duration.ZERO, 0, 0, 0,
				List.of());

		assertThat(facts.stale()).isEqualTo(Duration.ofMillis(0xFFFF_FFFFL));
		assertThat(facts.compute()).isZero();
	}

	/**
	 * Half of it looks like an envelope at first.
	 */
	private static byte[] garbage(Random random) {
		if (random.nextBoolean()) {
			byte[] bytes = new byte[random.nextInt(120)];
			random.nextBytes(bytes);
			return bytes;
		}
		byte[] bytes = FULL.encode();
		int changes = 1 + random.nextInt(6);
		for (int change = 0; change < changes; change++) {
			bytes[2 + random.nextInt(bytes.length - 2)] = (byte) random.nextInt(256);
		}
		return Arrays.copyOf(bytes, random.nextInt(bytes.length + 10));
	}

}
