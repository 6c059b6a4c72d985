package io.github.redispatterns.bloom;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import io.github.redispatterns.support.RedisServers;

/**
 * What the parts of the contract are tested with.
 */
interface FiltersUnderTest {

	RedisServers servers();

	/**
	 * Filters of one of two instances; even and odd numbers are not the same.
	 */
	BloomFilters filters(int instance);

	/**
	 * A name that no other test uses.
	 */
	String name();

	/**
	 * The same filter three times, as two instances see it.
	 */
	default List<BloomFilter> everywhere(BloomSpec spec) {
		String name = name();
		return IntStream.range(0, 3).mapToObj((i) -> filters(i).filter(name, spec)).toList();
	}

	/**
	 * Let time pass for a filter, at once for all who look at it.
	 */
	default void age(BloomFilter filter, Duration by) {
		servers().client().eval("""
				local meta = cjson.decode(redis.call('GET', KEYS[1]))
				for _, generation in pairs(meta) do
				  if type(generation) == 'table' then
				    generation.at = generation.at - ARGV[1]
				    generation.ends = generation.ends and generation.ends - ARGV[1]
				  end
				end
				redis.call('SET', KEYS[1], cjson.encode(meta), 'KEEPTTL')
				return 1
				""", List.of(key(filter, "meta")), List.of(Long.toString(by.toMillis())));
	}

	default String key(BloomFilter filter, String facet) {
		return "test:bloom:{" + filter.name() + "}:" + facet;
	}

	default List<String> items(String prefix, int count) {
		return IntStream.range(0, count).mapToObj((i) -> prefix + i).toList();
	}

}
