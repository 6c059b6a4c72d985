package io.github.redispatterns.cache;

import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.params.provider.Arguments;

import org.springframework.cache.Cache;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Ways to write to a cache, with what is there afterwards.
 */
final class TransactedWrites {

	private TransactedWrites() {
	}

	static Stream<Arguments> deferred() {
		return Stream.of(write("put", "new", (cache) -> cache.put("key", "new")),
				write("put null", null, (cache) -> cache.put("key", null)),
				write("evict", "nothing", (cache) -> cache.evict("key")), write("clear", "nothing", Cache::clear));
	}

	static Stream<Arguments> immediate() {
		return Stream.of(write("putIfAbsent", "new", (cache) -> {
			cache.evictIfPresent("key");
			assertThat(cache.putIfAbsent("key", "new")).isNull();
			assertThat(cache.putIfAbsent("key", "newer"))
				.satisfies((there) -> assertThat(there.get()).isEqualTo("new"));
		}), write("evictIfPresent", "nothing", (cache) -> assertThat(cache.evictIfPresent("key")).isTrue()),
				write("invalidate", "nothing", Cache::invalidate));
	}

	private static Arguments write(String name, String after, Consumer<Cache> write) {
		return Arguments.argumentSet(name, after, write);
	}

}
