package io.github.redispatterns.bloom;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;

import io.github.redispatterns.PatternConfigurationException;
import io.github.redispatterns.internal.Instance;
import io.github.redispatterns.internal.KeySpace;
import io.github.redispatterns.internal.Require;
import io.github.redispatterns.internal.ScriptRunner;

/**
 * The filters of this instance.
 */
final class RedisBloomFilters implements BloomFilters {

	private final ScriptRunner scripts;

	private final BloomKeys keys;

	private final BloomProperties properties;

	private final Instance instance;

	private final Function<String, BloomMeters> meters;

	private final Map<String, BloomFilter> filters = new ConcurrentSkipListMap<>();

	RedisBloomFilters(ScriptRunner scripts, KeySpace space, BloomProperties properties, Instance instance,
			Function<String, BloomMeters> meters) {
		this.scripts = scripts;
		this.keys = new BloomKeys(space);
		this.properties = properties;
		this.instance = instance;
		this.meters = meters;
		properties.filters().keySet().forEach((name) -> filter(name, properties.spec(name), properties.place(name)));
		if (properties.createUnknown()) {
			// defaults that nobody uses yet are wrong from the start all the same
			Layer.plan(properties.spec(""), properties.maxMemory().toBytes(), properties.place(""));
		}
	}

	@Override
	public BloomFilter filter(String name) {
		BloomFilter known = this.filters.get(name);
		if (known != null) {
			return known;
		}
		if (!this.properties.createUnknown()) {
			throw new PatternConfigurationException("Bloom filter '" + name + "'",
					"is not one of " + new TreeSet<>(this.filters.keySet()),
					"Define it below 'redis-patterns.bloom.filters', or set 'redis-patterns.bloom.create-unknown'.");
		}
		return filter(name, this.properties.spec(name), this.properties.place(name));
	}

	@Override
	public BloomFilter filter(String name, BloomSpec spec) {
		return filter(name, spec, "");
	}

	private BloomFilter filter(String name, BloomSpec spec, String place) {
		BloomFilter known = this.filters.get(name);
		if (known == null) {
			known = add(name, spec, place);
		}
		if (!known.spec().equals(spec)) {
			throw new PatternConfigurationException("Bloom filter '" + name + "'", "is known as " + known.spec(),
					"Give one of them another name.");
		}
		return known;
	}

	private synchronized BloomFilter add(String name, BloomSpec spec, String place) {
		BloomFilter known = this.filters.get(name);
		if (known != null) {
			return known;
		}
		Require.text(name, "name");
		long maxMemory = this.properties.maxMemory().toBytes();
		List<Layer> plan = Layer.plan(spec, maxMemory, place);
		if (this.filters.size() >= this.properties.most()) {
			throw new PatternConfigurationException("Bloom filter '" + name + "'",
					"would be one more than the %d that 'redis-patterns.bloom.most' allows".formatted(
							this.properties.most()),
					"Name filters after what they hold, never after users or keys.");
		}
		BloomFilter added = new RedisBloomFilter(name, spec, new BloomScripts(this.scripts, this.keys.of(name), spec,
				plan, maxMemory, this.properties.rebuildLease()), this.meters.apply(name), this.instance::nextToken);
		this.filters.put(name, added);
		return added;
	}

	@Override
	public Collection<BloomFilter> all() {
		return List.copyOf(this.filters.values());
	}

}
