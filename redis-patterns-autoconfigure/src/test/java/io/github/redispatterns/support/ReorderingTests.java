package io.github.redispatterns.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReorderingTests {

	private static final List<String> LETTERS = IntStream.rangeClosed('a', 'z').mapToObj(Character::toString).toList();

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	private Reordering.@Nullable Terms terms = Reordering.Terms.of("news", Duration.ofMillis(500), new Random(1));

	private final Reordering reordering = new Reordering(this.out, () -> this.terms);

	@Test
	void messagesAreOvertakenAndRepeatedAndNoneIsLost() throws IOException {
		for (String letter : LETTERS) {
			write(message("news", letter));
		}
		assertThat(received().size()).isLessThan(LETTERS.size());
		Awaitility.await().until(() -> {
			write(message("news", "."));
			return received().containsAll(LETTERS);
		});

		List<String> letters = received();
		letters.removeIf("."::equals);
		assertThat(letters).isNotEqualTo(letters.stream().sorted().toList());
		assertThat(letters.size()).isGreaterThan(LETTERS.size());
	}

	@Test
	void everythingElsePassesAsItIs() throws IOException {
		String before = "*3\r\n$9\r\nsubscribe\r\n$4\r\nnews\r\n:1\r\n";
		List<String> others = List.of(before, message("olds", "x"), "*3", "\r\n:1\r\n:2\r\n:3\r\n", "$1\r\nx\r\n");
		for (int i = 0; i < 100; i++) {
			for (String other : others) {
				write(other);
			}
		}

		assertThat(text()).isEqualTo(String.join("", others).repeat(100));
	}

	@Test
	void whatIsHeldBackWhenOrderReturnsIsLost() throws IOException {
		for (String letter : LETTERS) {
			write(message("news", letter));
		}
		int before = received().size();
		this.terms = null;
		for (String letter : LETTERS) {
			write(message("news", letter));
		}

		assertThat(received().subList(before, received().size())).isEqualTo(LETTERS);
	}

	// in two pieces, as a network may bring it
	private void write(String text) throws IOException {
		byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
		int first = bytes.length / 3;
		this.reordering.write(bytes, first);
		byte[] second = new byte[bytes.length - first];
		System.arraycopy(bytes, first, second, 0, second.length);
		this.reordering.write(second, second.length);
	}

	private static String message(String channel, String body) {
		return "*3\r\n$7\r\nmessage\r\n$4\r\n%s\r\n$%d\r\n%s\r\n".formatted(channel, body.length(), body);
	}

	private String text() {
		return this.out.toString(StandardCharsets.ISO_8859_1);
	}

	private List<String> received() {
		return new ArrayList<>(
				Pattern.compile("\\$1\r\n(.)\r\n").matcher(text()).results().map((it) -> it.group(1)).toList());
	}

}
