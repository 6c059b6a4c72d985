package io.github.redispatterns.ratelimit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

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

	private volatile OverrideTable table = new OverrideTable(0, List.of());

	Overrides(OverrideScripts scripts, Background background, Duration interval, Runnable changed) {
		this.scripts = scripts;
		this.background = background;
		this.interval = interval.toNanos();
		this.changed = changed;
		this.readAt.set(System.nanoTime() - this.interval);
	}

	CompiledPolicy effective(CompiledPolicy policy, String key, RateLimitKeys keys) {
		return this.table.effective(policy, key, keys);
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

	// one at a time: what was read first must not replace what was read last
	synchronized List<LimitOverride> refresh() {
		OverrideScripts.Entries entries = this.scripts.read();
		long now = System.nanoTime();
		List<OverrideTable.Entry> overrides = new ArrayList<>();
		for (OverrideScripts.Entry entry : entries.entries()) {
			LimitOverride override = read(entry.json());
			if (override != null) {
				overrides.add(new OverrideTable.Entry(override, now + entry.left().toNanos()));
			}
		}
		long epoch = this.table.epoch();
		this.table = new OverrideTable(entries.epoch(), overrides);
		if (epoch != entries.epoch()) {
			this.changed.run();
		}
		return overrides.stream().map((entry) -> entry.left(now)).toList();
	}

	private static @Nullable LimitOverride read(byte[] json) {
		try {
			return JSON.read(json);
		}
		catch (RuntimeException ex) {
			logger.warn("An override of %d bytes that cannot be read is ignored".formatted(json.length), ex);
			return null;
		}
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

}
