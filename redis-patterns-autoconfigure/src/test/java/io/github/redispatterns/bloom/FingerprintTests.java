package io.github.redispatterns.bloom;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class FingerprintTests {

	// published values of MurmurHash3_x64_128 with seed 0
	@ParameterizedTest
	@CsvSource({ "'', 0000000000000000, 0000000000000000", "hello, cbd8a7b341bd9b02, 5b1e906a48ae1d19",
			"The quick brown fox jumps over the lazy dog, e34bbc7bbc071b6c, 7a433ca9c49a9347" })
	void isMurmur(String text, String first, String second) {
		long[] hash = Fingerprint.murmur(text.getBytes(StandardCharsets.UTF_8));

		assertThat(HexFormat.of().toHexDigits(hash[0])).isEqualTo(first);
		assertThat(HexFormat.of().toHexDigits(hash[1])).isEqualTo(second);
	}

	@Test
	void fitsIntoTheNumbersOfScripts() {
		assertThat(Fingerprint.of("hello")).isEqualTo(new Fingerprint(0x27b341bd9b02L, 0x106a48ae1d19L));
	}

}
