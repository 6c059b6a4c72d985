package io.github.redispatterns.ratelimit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

import io.github.redispatterns.RedisUnavailableException;
import io.github.redispatterns.internal.Background;
import io.github.redispatterns.internal.Json;
import io.github.redispatterns.internal.Require;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The overrides in force, as this instance last read them.
 * <p>
 * They are read in the background, at most once per refresh interval and only while
 * decisions are asked for, so a decision never waits for them.
 */
final class Overrides {

	private static final Log logger = LogFactory.getLog(Overrides.class);

	private static final int MOST = 1000;

	private static final String FIELD = "%s %s %s";

	private static final Json<LimitOverride> JSON = Json.of(LimitOverride.class);

	private final OverrideScripts scripts;

	private final Background background;

	private final long interval;

	private final Runnable changed;

	private final AtomicLong readAt = new AtomicLong();

	private volatile Table table = new Table(0, List.of(), Map.of());

	Overrides(OverrideScripts scripts, Background background, Duration interval, Runnable changed) {
		this.scripts = scripts;
		this.background = background;
		this.interval = interval.toNanos();
		this.changed = changed;
		this.readAt.set(System.nanoTime() - this.interval);
	}

	/**
	 * Return the policy that holds for a key.
	 * @param policy the policy as configured
	 * @param key who calls
	 * @param keys to name the keys of its tiers
	 * @return the policy with its overrides
	 */
	CompiledPolicy effective(CompiledPolicy policy, String key, RateLimitKeys keys) {
		Table current = this.table;
		return current.overrides.isEmpty() ? policy : current.effective(policy, key, keys);
	}

	void refreshIfDue(long now) {
		long last = this.readAt.get();
		if (now - last >= this.interval && this.readAt.compareAndSet(last, now)) {
			this.background.after(Duration.ZERO, this::refreshQuietly);
		}
	}

	private void refreshQuietly() {
		try {
			refresh();
		}
		catch (RedisUnavailableException ex) {
			logger.debug("Overrides cannot be read now", ex);
		}
	}

	List<LimitOverride> refresh() {
		OverrideScripts.Entries entries = this.scripts.read();
		long now = System.nanoTime();
		List<Entry> overrides = new ArrayList<>();
		for (OverrideScripts.Entry entry : entries.entries()) {
			overrides.add(new Entry(JSON.read(entry.json()), now + entry.left().toNanos()));
		}
		long epoch = this.table.epoch;
		this.table = new Table(entries.epoch(), overrides, new ConcurrentHashMap<>());
		if (epoch != entries.epoch()) {
			this.changed.run();
		}
		return overrides.stream().map((entry) -> entry.left(now)).toList();
	}

	void put(LimitOverride override) {
		String field = FIELD.formatted(override.policy(), part(override.tier()), part(override.key()));
		boolean fits = this.scripts.change(field.getBytes(StandardCharsets.UTF_8), JSON.write(override), override.ttl(),
				MOST);
		Require.that(fits, "override", override.policy(), "one of at most " + MOST + " that hold at once");
		refresh();
	}

	void tellOfReset() {
		this.scripts.change(new byte[0], new byte[0], Duration.ZERO, MOST);
	}

	private static String part(@Nullable String text) {
		return (text != null) ? "=" + text : "*";
	}

	/**
	 * An override until a moment.
	 *
	 * @param override the override
	 * @param until nanosecond at which it ends
	 */
	private record Entry(LimitOverride override, long until) {

		LimitOverride left(long now) {
			return new LimitOverride(this.override.policy(), this.override.tier(), this.override.key(),
					this.override.limit(),
					Duration.ofSeconds(Math.max(1, Duration.ofNanos(this.until - now).toSeconds())));
		}

		boolean concerns(String policy, String key) {
			return this.override.policy().equals(policy)
					&& (this.override.key() == null || this.override.key().equals(key));
		}

	}

	/**
	 * What was read at once.
	 *
	 * @param epoch count of changes
	 * @param overrides the overrides
	 * @param compiled policies with the same overrides; as many as there are combinations
	 */
	private record Table(long epoch, List<Entry> overrides, Map<List<Entry>, CompiledPolicy> compiled) {

		CompiledPolicy effective(CompiledPolicy policy, String key, RateLimitKeys keys) {
			long now = System.nanoTime();
			List<Entry> concerned = this.overrides.stream()
				.filter((entry) -> entry.until - now > 0 && entry.concerns(policy.name(), key))
				.collect(Collectors.toUnmodifiableList());
			return concerned.isEmpty() ? policy
					: this.compiled.computeIfAbsent(concerned, (entries) -> apply(entries, policy, keys));
		}

		private static CompiledPolicy apply(List<Entry> entries, CompiledPolicy policy, RateLimitKeys keys) {
			RateLimitPolicy base = policy.policy;
			List<Tier> tiers = new ArrayList<>(base.tiers());
			for (Entry entry : entries) {
				String name = entry.override.tier();
				for (int i = 0; i < tiers.size(); i++) {
					if ((name == null && i == 0) || tiers.get(i).name().equals(name)) {
						tiers.set(i, base.tiers().get(i).withLimit(entry.override.limit()));
					}
				}
			}
			return new CompiledPolicy(new RateLimitPolicy(base.name(), tiers, base.whenUnavailable(), base.shadow()),
					keys);
		}

	}

}
