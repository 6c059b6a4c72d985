package io.github.redispatterns.sample.redis;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CommandStatsTests {

	@Test
	void tellsWhatAScriptRanFromWhatWasSent() {
		Map<String, Long> before = Map.of("evalsha", 5L, "get", 7L, "set", 1L);
		Map<String, Long> after = Map.of("evalsha", 8L, "get", 20L, "set", 1L, "time", 2L);

		assertThat(CommandStats.between(before, after)).containsExactly(new CommandStats.Calls("evalsha", 3, false),
				new CommandStats.Calls("get", 13, true), new CommandStats.Calls("time", 2, true));
	}

	@Test
	void takesEverythingForSentWhenNoScriptRan() {
		assertThat(CommandStats.between(Map.of(), Map.of("get", 2L)))
			.containsExactly(new CommandStats.Calls("get", 2, false));
	}

	@Test
	void findsNothingWhenNothingRan() {
		assertThat(CommandStats.between(Map.of("get", 2L), Map.of("get", 2L))).isEmpty();
	}

}
