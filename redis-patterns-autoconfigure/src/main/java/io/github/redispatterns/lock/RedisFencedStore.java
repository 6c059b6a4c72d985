package io.github.redispatterns.lock;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.github.redispatterns.internal.Require;

/**
 * Fenced values in Redis.
 */
final class RedisFencedStore implements FencedStore {

	private static final int MOST_FIELDS = 1_000;

	private final FenceScripts scripts;

	private final LockKeys keys;

	private final Duration memory;

	RedisFencedStore(FenceScripts scripts, LockKeys keys, Duration memory) {
		this.scripts = scripts;
		this.keys = keys;
		this.memory = memory;
	}

	@Override
	public Passage tryPass(Fence fence) {
		return passage(fence, this.scripts.pass(key(fence), fence.token(), this.memory));
	}

	@Override
	public Passage trySet(Fence fence, String item, String value, Duration ttl) {
		check(item, ttl);
		return passage(fence, this.scripts.set(key(fence), item, fence.token(), memory(ttl), value, ttl));
	}

	@Override
	public Passage tryPut(Fence fence, String item, Map<String, String> fields, Duration ttl) {
		check(item, ttl);
		Require.that(!fields.isEmpty() && fields.size() <= MOST_FIELDS, "fields", fields.size() + " fields",
				"1 to " + MOST_FIELDS);
		return passage(fence, this.scripts.put(key(fence), item, fence.token(), memory(ttl), fields, ttl));
	}

	@Override
	public Optional<String> value(String item, String name, String... key) {
		return this.scripts.value(key(name, key), item);
	}

	@Override
	public Map<String, String> fields(String item, String name, String... key) {
		return this.scripts.fields(key(name, key), item);
	}

	private LockKey key(Fence fence) {
		return this.keys.key(fence.name(), fence.key());
	}

	private LockKey key(String name, String[] key) {
		Require.text(name, "name");
		Require.that(key.length <= 1, "key", List.of(key), "one key or none");
		return this.keys.key(name, (key.length > 0) ? key[0] : "");
	}

	// what a token wrote must not outlive the memory that protects it
	private Duration memory(Duration ttl) {
		return (ttl.compareTo(this.memory) > 0) ? ttl : this.memory;
	}

	private static void check(String item, Duration ttl) {
		Require.text(item, "item");
		Require.between(ttl, Duration.ofMillis(1), LockRequest.LONGEST, "ttl");
	}

	private static Passage passage(Fence fence, long highest) {
		return (highest == 0) ? new Passage.Passed(fence) : new Passage.Stale(fence, highest);
	}

}
