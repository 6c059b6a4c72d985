package io.github.redispatterns.bloom;

import java.util.List;

import io.github.redispatterns.support.CommandCounter;
import io.github.redispatterns.support.RedisTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@RedisTest
class RedisBloomFiltersIT extends BloomFiltersContract {

	@Override
	protected String driver() {
		return "jedis";
	}

	@Test
	void everyCallIsOneCommandForEach500Items() {
		BloomFilter filter = filters(0).filter(name(), BloomSpec.of(1000, 0.01));
		List<String> items = items("item-", 500);
		// what the server does not know yet is sent once more
		filter.add("one");
		filter.check("one");
		filter.rebuild(items::stream);
		filter.info();
		filter.clear();
		filter.delete();

		try (CommandCounter counter = CommandCounter.on(servers())) {
			assertThat(sent(counter, () -> filter.add("one"))).isEqualTo(1);
			assertThat(sent(counter, () -> filter.claim("two"))).isEqualTo(1);
			assertThat(sent(counter, () -> filter.check("one"))).isEqualTo(1);
			assertThat(sent(counter, () -> filter.mightContain("three"))).isEqualTo(1);
			assertThat(sent(counter, () -> filter.addAll(items))).isEqualTo(1);
			assertThat(sent(counter, () -> filter.check(items))).isEqualTo(1);
			assertThat(sent(counter, () -> filter.mightContain(items("other-", 501)))).isEqualTo(2);
			assertThat(sent(counter, filter::info)).isEqualTo(1);
			assertThat(sent(counter, filter::clear)).isEqualTo(1);
			assertThat(sent(counter, () -> filter.rebuild(items::stream))).isEqualTo(3);
			assertThat(sent(counter, filter::delete)).isEqualTo(1);
			assertThat(sent(counter, () -> filters(0).all())).isZero();
		}
	}

	private static long sent(CommandCounter counter, Runnable work) {
		long before = counter.roundTrips();
		work.run();
		return counter.roundTrips() - before;
	}

}
