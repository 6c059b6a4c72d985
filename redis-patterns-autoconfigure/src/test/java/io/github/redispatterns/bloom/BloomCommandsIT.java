package io.github.redispatterns.bloom;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.github.redispatterns.support.CommandCounter;
import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What filters cost Redis.
 */
@RedisTest
@RedisKeys({ "bloom:meta", "bloom:bits" })
class BloomCommandsIT {

	RedisServers servers;

	@Test
	void everyCallIsOneCommandForEachThousandItems() {
		Map<String, Object> properties = new HashMap<>(this.servers.springProperties());
		properties.put("redis-patterns.namespace", "test");
		properties.put("spring.data.redis.client-type", "jedis");
		properties.put("redis-patterns.bloom.filters.plain.capacity", "100");
		try (Instances instances = Instances.start(1, BloomFiltersContract.App.class, properties)) {
			BloomFilter filter = instances.beans(BloomFilters.class).get(0).filter("plain");
			List<String> items = IntStream.range(0, 1000).mapToObj((i) -> "item-" + i).toList();
			// what the server does not know yet is sent once more
			useAll(filter, items);
			assertThat(sent(() -> filter.add("one"))).isEqualTo(1);
			assertThat(sent(() -> filter.claim("two"))).isEqualTo(1);
			assertThat(sent(() -> filter.check("one"))).isEqualTo(1);
			assertThat(sent(() -> filter.mightContain("three"))).isEqualTo(1);
			assertThat(sent(() -> filter.addAll(items))).isEqualTo(1);
			assertThat(sent(() -> filter.check(items))).isEqualTo(1);
			assertThat(sent(() -> filter.mightContain(IntStream.range(0, 1001).mapToObj(String::valueOf).toList())))
				.isEqualTo(2);
			assertThat(sent(filter::info)).isEqualTo(1);
			assertThat(sent(filter::clear)).isEqualTo(1);
			assertThat(sent(() -> filter.rebuild(items::stream))).isEqualTo(3);
			assertThat(sent(filter::delete)).isEqualTo(1);
			assertThat(sent(() -> instances.beans(BloomFilters.class).get(0).all())).isZero();
		}
	}

	private static void useAll(BloomFilter filter, List<String> items) {
		filter.add("one");
		filter.check("one");
		filter.rebuild(items::stream);
		filter.info();
		filter.clear();
		filter.delete();
	}

	private long sent(Runnable work) {
		return CommandCounter.counting(this.servers, work).values().stream().mapToLong(Long::longValue).sum();
	}

}
