package io.github.redispatterns.bloom;

import java.time.Duration;
import java.util.Map;

import io.github.redispatterns.bloom.BloomSpec.OnFull;
import io.github.redispatterns.bloom.BloomSpec.ReadyAfter;
import io.github.redispatterns.bloom.BloomSpec.WhenUnavailable;
import io.github.redispatterns.internal.Require;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings for Bloom filters.
 *
 * @param enabled whether Bloom filters are configured
 * @param maxMemory most memory that one filter may take in Redis, with the second
 * generation that it has while it rotates or is rebuilt
 * @param createUnknown whether a filter that nobody named is made from the defaults
 * @param most most filters of the application
 * @param rebuildLease longest time from one batch of a rebuild to the next; a rebuild
 * that takes longer is given up
 * @param defaults what filters are like that do not say otherwise
 * @param filters named filters
 */
@ConfigurationProperties("redis-patterns.bloom")
public record BloomProperties(@DefaultValue("true") boolean enabled, @DefaultValue("64MB") DataSize maxMemory,
		@DefaultValue("false") boolean createUnknown, @DefaultValue("1000") int most,
		@DefaultValue("5m") Duration rebuildLease, @DefaultValue Settings defaults,
		@DefaultValue Map<String, Settings> filters) {

	static final String PREFIX = "redis-patterns.bloom.";

	public BloomProperties {
		Require.that(maxMemory.toKilobytes() >= 1 && maxMemory.toGigabytes() <= 1, PREFIX + "max-memory", maxMemory,
				"from 1KB to 1GB");
		Require.that(most >= 1 && most <= 100_000, PREFIX + "most", most, "from 1 to 100000");
		Require.between(rebuildLease, Duration.ofSeconds(1), Duration.ofDays(1), PREFIX + "rebuild-lease");
	}

	/**
	 * Return what a filter is like.
	 * @param name its name
	 * @return the specification
	 */
	BloomSpec spec(String name) {
		Settings named = this.filters.get(name);
		return ((named != null) ? named : this.defaults).spec(this.defaults, place(name));
	}

	/**
	 * Return where a filter is configured.
	 * @param name its name
	 * @return what the names of its properties begin with
	 */
	String place(String name) {
		return PREFIX + (this.filters.containsKey(name) ? "filters." + name : "defaults") + ".";
	}

	/**
	 * What a filter is like.
	 *
	 * @param capacity items that are expected, in each period if it rotates; 100000 if
	 * left out
	 * @param errorRate share of the items never added that look as if they were; 0.01 if
	 * left out
	 * @param onFull what becomes of more items than the capacity; GROW if left out
	 * @param rotate how long an item is remembered at least, twice that at most; for ever
	 * if left out
	 * @param ttl how long the filter outlives its last use; 30 days if left out
	 * @param readyAfter what makes the filter complete, so that it may call an item
	 * absent; FIRST_ADD if left out
	 * @param whenUnavailable what a check does while Redis is away; MAYBE if left out
	 */
	public record Settings(@Nullable Long capacity, @Nullable Double errorRate, @Nullable OnFull onFull,
			@Nullable Duration rotate, @Nullable Duration ttl, @Nullable ReadyAfter readyAfter,
			@Nullable WhenUnavailable whenUnavailable) {

		BloomSpec spec(Settings base, String place) {
			long items = or(this.capacity, or(base.capacity, 100_000L));
			double rate = or(this.errorRate, or(base.errorRate, 0.01));
			Duration life = or(this.ttl, or(base.ttl, Duration.ofDays(30)));
			ReadyAfter ready = or(this.readyAfter, or(base.readyAfter, ReadyAfter.FIRST_ADD));
			// what is rebuilt must not be forgotten because other filters rotate
			Duration common = (ready == ReadyAfter.FIRST_ADD) ? base.rotate : null;
			Duration period = (this.rotate != null) ? this.rotate : common;
			BloomSpec.check(place, items, rate, period, life, ready);
			return new BloomSpec(items, rate, or(this.onFull, or(base.onFull, OnFull.GROW)), period, life, ready,
					or(this.whenUnavailable, or(base.whenUnavailable, WhenUnavailable.MAYBE)));
		}

		private static <T> T or(@Nullable T value, T otherwise) {
			return (value != null) ? value : otherwise;
		}

	}

}
