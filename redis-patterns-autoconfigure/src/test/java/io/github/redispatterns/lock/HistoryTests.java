package io.github.redispatterns.lock;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HistoryTests {

	private final History history = new History();

	@Test
	void holdersOneAfterTheOtherAreFine() {
		hold("a", 1, 0, 10, 20);
		hold("b", 2, 5, 20, 30);
		hold("c", 3, 31, 40, 50);
		assertThat(this.history.overlaps()).isEmpty();
		assertThat(this.history.unfencedOrder()).isEmpty();
		assertThat(this.history.sharedTokens()).isEmpty();
	}

	@Test
	void bitesOnTwoAtOnce() {
		hold("a", 1, 0, 10, 40);
		hold("b", 2, 5, 15, 20);
		hold("c", 3, 5, 39, 50);
		assertThat(this.history.overlaps()).hasSize(2);
	}

	@Test
	void locksAreIndependent() {
		hold("a", 1, 0, 10, 40);
		add("hold b other 1 5 .", "valid b 14 15 .", "valid b 20 21 .");
		assertThat(this.history.overlaps()).isEmpty();
		assertThat(this.history.sharedTokens()).isEmpty();
	}

	@Test
	void bitesOnTokensThatDoNotGrow() {
		hold("a", 7, 0, 10, 20);
		hold("b", 7, 21, 30, 40);
		hold("c", 6, 41, 50, 60);
		assertThat(this.history.unfencedOrder()).hasSize(2);
		assertThat(this.history.sharedTokens()).singleElement().asString().contains("k 7");
	}

	@Test
	void whoAskedBeforeTheOtherHadItMayHaveASmallerToken() {
		hold("a", 7, 0, 10, 20);
		hold("b", 6, 9, 30, 40);
		assertThat(this.history.unfencedOrder()).isEmpty();
	}

	@Test
	void aLineThatWasCutOffIsNoLine() {
		add("hold a k 12", "end released .", "end relea");
		assertThat(this.history.holds()).isEmpty();
		assertThat(this.history.counts()).hasToString("{end released=1}");
	}

	private void hold(String id, long fence, long sent, long from, long until) {
		add("hold %s k %d %d .".formatted(id, fence, sent), "valid %s %d %d .".formatted(id, from - 1, from),
				"valid %s %d %d .".formatted(id, until, until + 1));
	}

	private void add(String... lines) {
		for (String line : lines) {
			this.history.add(line.split(" "));
		}
	}

}
