package io.github.redispatterns.cache;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What one command finds in the place of a value, judged as the script would.
 */
class AnswerTests {

	private static final byte[] TOKEN = Bytes.of("0123456789abcdef");

	private static final long NOW = 1_000_000;

	@Test
	void nothingWasThereSoTheLoadHasTheLease() {
		assertThat(of(null, TOKEN).state()).isEqualTo(Answer.State.GRANTED);
	}

	@Test
	void nothingIsThereForWhoOnlyLooks() {
		assertThat(of(null, new byte[0])).isEqualTo(new Answer(Answer.State.NONE, 0, 0, of(null, TOKEN).value()));
	}

	@Test
	void anotherLoadHasTheLeaseWhetherItIsAwaitedOrNot() {
		assertThat(of(Bytes.of("fedcba9876543210"), TOKEN).state()).isEqualTo(Answer.State.HELD);
		assertThat(of(Bytes.of("fedcba9876543210w"), TOKEN).state()).isEqualTo(Answer.State.HELD);
		assertThat(of(Bytes.of("fedcba9876543210"), TOKEN).held()).isEqualTo(7);
		assertThat(of(TOKEN, new byte[0]).state()).isNotEqualTo(Answer.State.GRANTED);
	}

	@Test
	void theLeaseIsOursIfTheFirstReplyGotLost() {
		assertThat(of(TOKEN, TOKEN).state()).isEqualTo(Answer.State.GRANTED);
		assertThat(of(Bytes.of("0123456789abcdefw"), TOKEN).state()).isEqualTo(Answer.State.GRANTED);
	}

	@Test
	void allAreHeldOff() {
		assertThat(of(Bytes.of("-"), TOKEN).state()).isEqualTo(Answer.State.HOLD_OFF);
	}

	@Test
	void aValueIsGivenWhileItIsFresh() {
		byte[] value = value(500, NOW + 501);

		Answer answer = of(value, TOKEN);

		assertThat(answer.state()).isEqualTo(Answer.State.NONE);
		assertThat(answer.life()).isEqualTo(501);
		assertThat(answer.value()).isSameAs(value);
	}

	@Test
	void theScriptIsAskedForWhatIsStaleUnknownOrForeign() {
		assertThat(of(value(500, NOW + 500), TOKEN)).isNull();
		assertThat(of(value(0, NOW), TOKEN)).isNull();
		assertThat(of(value(-1, NOW + 500), TOKEN)).isNull();
		assertThat(of(value(0, 0), TOKEN)).isNull();
		assertThat(of(Bytes.of("garbage"), TOKEN)).isNull();
		assertThat(of(new byte[0], TOKEN)).isNull();
	}

	private static byte[] value(int staleMillis, long end) {
		Facts facts = new Facts(staleMillis, 0, 0, 0, 0, 0, List.of());
		byte[] bytes = new Envelope(0, 1, facts, Bytes.of("{}")).encode();
		Envelope.end(bytes, end);
		return bytes;
	}

	private static Answer of(byte[] found, byte[] token) {
		return Answer.of(found, NOW, token, 7);
	}

}
