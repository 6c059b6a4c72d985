package io.github.redispatterns.lock;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.github.redispatterns.PatternConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class QuorumPropertiesTests {

	@Test
	void noServersAreNoQuorum() {
		assertThat(properties().servers()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			redis://a:1                                         | from 3 to 15 servers
			redis://a:1 redis://b:1                             | from 3 to 15 servers
			redis://a:1 redis://b:1 redis://a:1                 | without duplicates
			redis://a:1 redis://b:1 redis://user:secret@a:1/3   | without duplicates
			redis://a:1 redis://b:1 http://c:1                  | redis://host:port
			redis://a:1 redis://b:1 redis://user:secret@c       | redis://host:port
			""")
	void serversThatMakeNoMajorityAreRefused(String servers, String allowed) {
		assertThatExceptionOfType(PatternConfigurationException.class).isThrownBy(() -> properties(servers.split(" ")))
			.withMessageContaining("'redis-patterns.lock.quorum.servers'")
			.withMessageContaining(allowed)
			.withMessageNotContaining("secret");
	}

	private static LockProperties.Quorum properties(String... servers) {
		return new LockProperties.Quorum(Stream.of(servers).map(URI::create).toList(), Duration.ofMillis(500), 0.01,
				Duration.ofMillis(50), Duration.ofMillis(250), 0.5);
	}

	@Test
	void otherSettingsHaveLimits() {
		assertThatExceptionOfType(PatternConfigurationException.class)
			.isThrownBy(() -> new LockProperties.Quorum(List.of(), Duration.ofMillis(500), 0.01, Duration.ofMillis(50),
					Duration.ofMillis(10), 0.5))
			.withMessageContaining("max-retry-delay");
		assertThatExceptionOfType(PatternConfigurationException.class)
			.isThrownBy(() -> new LockProperties.Quorum(List.of(), Duration.ofMillis(500), 0.01, Duration.ofMillis(50),
					Duration.ofMillis(250), 1))
			.withMessageContaining("min-validity");
	}

}
