package io.github.redispatterns.cache.write;

import java.time.Duration;
import java.util.function.Function;

import io.github.redispatterns.cache.CacheProperties;
import io.github.redispatterns.cache.CacheProperties.OnBacklogFull;
import io.github.redispatterns.cache.CacheProperties.Settings;
import io.github.redispatterns.cache.CacheProperties.Tiers;
import io.github.redispatterns.cache.CacheProperties.Write;
import io.github.redispatterns.cache.CacheProperties.WriteMode;
import io.github.redispatterns.internal.Require;
import org.jspecify.annotations.Nullable;

/**
 * How one cache writes to its source.
 *
 * @param cache name of the cache
 * @param mode when the source is written
 * @param writer name of the bean that writes, if it was said
 * @param delay how long changes of a key are gathered
 * @param batch most changes at once
 * @param maxAttempts attempts after which a change is given up
 * @param backoff pause after the first failure
 * @param maxBackoff longest pause
 * @param maxBacklog most keys that wait
 * @param onBacklogFull what happens to further ones
 * @param blockTime longest wait for room
 * @param partitions parts that are written in parallel
 * @param lease how long changes in flight wait for a sign of life
 */
record WriteSettings(String cache, WriteMode mode, @Nullable String writer, Duration delay, int batch, int maxAttempts,
		Duration backoff, Duration maxBackoff, int maxBacklog, OnBacklogFull onBacklogFull, Duration blockTime,
		int partitions, Duration lease) {

	/**
	 * Resolve what holds for a cache.
	 * @param cache name of the cache
	 * @param properties what was said
	 * @return the settings, checked; {@code null} if it does not write to a source
	 */
	static @Nullable WriteSettings of(String cache, CacheProperties properties) {
		Settings named = properties.caches().get(cache);
		Choice c = new Choice((named != null) ? named.write() : null, properties.defaults().write());
		WriteMode mode = c.of(Write::mode);
		String writer = (named != null) ? named.write().writer() : null;
		if (mode == null) {
			Require.that(writer == null, place(cache, "mode"), null,
					"THROUGH or BEHIND, because 'writer' is \"" + writer + "\"");
			return null;
		}
		Tiers tiers = (named != null && named.tiers() != null) ? named.tiers() : properties.defaults().tiers();
		Require.that(tiers != Tiers.LOCAL, "redis-patterns.cache.caches." + cache + ".tiers", tiers,
				"BOTH or REMOTE, because 'write.mode' is " + mode);
		WriteSettings settings = new WriteSettings(cache, mode, writer, c.of(Write::delay, Duration.ofSeconds(1)),
				c.of(Write::batch, 100), c.of(Write::maxAttempts, 5), c.of(Write::backoff, Duration.ofMillis(100)),
				c.of(Write::maxBackoff, Duration.ofSeconds(30)), c.of(Write::maxBacklog, 100_000),
				c.of(Write::onBacklogFull, OnBacklogFull.BLOCK), c.of(Write::blockTime, Duration.ofSeconds(5)),
				c.of(Write::partitions, 16), c.of(Write::lease, Duration.ofSeconds(10)));
		settings.check();
		return settings;
	}

	private void check() {
		Duration tick = Duration.ofMillis(1);
		Require.between(this.delay, Duration.ZERO, Duration.ofHours(1), place("delay"));
		within(this.batch, 1, 1000, "batch");
		within(this.maxAttempts, 1, 1000, "max-attempts");
		Require.between(this.backoff, tick, Duration.ofHours(1), place("backoff"));
		Require.between(this.maxBackoff, this.backoff, Duration.ofHours(24), place("max-backoff"));
		within(this.partitions, 1, 1024, "partitions");
		within(this.maxBacklog, this.partitions, 100_000_000, "max-backlog");
		Require.between(this.blockTime, Duration.ZERO, Duration.ofMinutes(1), place("block-time"));
		Require.between(this.lease, Duration.ofMillis(100), Duration.ofMinutes(10), place("lease"));
	}

	private void within(int value, int least, int most, String setting) {
		Require.that(value >= least && value <= most, place(setting), value, "from %d to %d".formatted(least, most));
	}

	int partition(String key) {
		return Math.floorMod(key.hashCode(), this.partitions);
	}

	/** Most keys that wait in each partition, so that all together are not more. */
	int share() {
		return this.maxBacklog / this.partitions;
	}

	String place(String setting) {
		return place(this.cache, setting);
	}

	private static String place(String cache, String setting) {
		return "redis-patterns.cache.caches." + cache + ".write." + setting;
	}

	/** Picks each setting from the nearest place where it was said. */
	private record Choice(@Nullable Write named, Write general) {

		<T> @Nullable T of(Function<Write, @Nullable T> getter) {
			T value = (this.named != null) ? getter.apply(this.named) : null;
			return (value != null) ? value : getter.apply(this.general);
		}

		<T> T of(Function<Write, @Nullable T> getter, T otherwise) {
			T value = of(getter);
			return (value != null) ? value : otherwise;
		}

	}

}
