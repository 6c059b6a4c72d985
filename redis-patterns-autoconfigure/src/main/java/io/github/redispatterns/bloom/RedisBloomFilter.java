package io.github.redispatterns.bloom;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.redispatterns.RedisUnavailableException;
import io.github.redispatterns.bloom.BloomScripts.Filled;
import io.github.redispatterns.internal.Require;
import org.jspecify.annotations.Nullable;

/**
 * A filter in Redis.
 */
final class RedisBloomFilter implements BloomFilter {

	/** A script stops the server, so no command is longer than some milliseconds. */
	static final int BATCH = 500;

	private final String name;

	private final BloomSpec spec;

	private final BloomScripts scripts;

	private final BloomMeters meters;

	private final Supplier<String> tokens;

	RedisBloomFilter(String name, BloomSpec spec, BloomScripts scripts, BloomMeters meters, Supplier<String> tokens) {
		this.name = name;
		this.spec = spec;
		this.scripts = scripts;
		this.meters = meters;
		this.tokens = tokens;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public BloomSpec spec() {
		return this.spec;
	}

	@Override
	public boolean add(String item) {
		return add(List.of(checked(item)), false) == 1;
	}

	@Override
	public long addAll(Collection<String> items) {
		long added = 0;
		BloomFullException full = null;
		for (List<String> batch : batches(items)) {
			try {
				added += add(batch, false);
			}
			catch (BloomFullException ex) {
				full = ex;
			}
		}
		if (full != null) {
			throw full;
		}
		return added;
	}

	@Override
	public boolean claim(String item) {
		Require.that(this.spec.readyAfter() == BloomSpec.ReadyAfter.FIRST_ADD, "readyAfter", this.spec.readyAfter(),
				"FIRST_ADD to claim items of Bloom filter '" + this.name + "'");
		return add(List.of(checked(item)), true) == 1;
	}

	private int add(List<String> items, boolean claim) {
		BloomScripts.Added done = this.scripts.add(items, claim);
		this.meters.added(done);
		if (done.refused() > 0) {
			throw new BloomFullException(this.name, done.capacity());
		}
		return done.added();
	}

	@Override
	public Presence check(String item) {
		return look(List.of(checked(item)))[0];
	}

	@Override
	public Map<String, Presence> check(Collection<String> items) {
		Map<String, Presence> answers = new LinkedHashMap<>();
		for (List<String> batch : batches(items)) {
			Presence[] presences = look(batch);
			for (int i = 0; i < presences.length; i++) {
				answers.put(batch.get(i), presences[i]);
			}
		}
		return answers;
	}

	@Override
	public boolean mightContain(String item) {
		return check(item) != Presence.ABSENT;
	}

	@Override
	public Set<String> mightContain(Collection<String> items) {
		Set<String> found = new LinkedHashSet<>();
		check(items).forEach((item, presence) -> {
			if (presence != Presence.ABSENT) {
				found.add(item);
			}
		});
		return found;
	}

	private Presence[] look(List<String> items) {
		Presence[] answers;
		try {
			answers = this.scripts.check(items);
		}
		catch (RedisUnavailableException ex) {
			answers = new Presence[items.size()];
			Arrays.fill(answers, Presence.UNKNOWN);
			if (this.spec.whenUnavailable() == BloomSpec.WhenUnavailable.FAIL) {
				this.meters.checked(answers);
				throw ex;
			}
		}
		this.meters.checked(answers);
		return answers;
	}

	@Override
	public OptionalLong rebuild(Supplier<? extends Stream<String>> items) {
		Require.that(this.spec.rotate() == null, "rotate", this.spec.rotate(),
				"left out to rebuild Bloom filter '" + this.name + "'");
		String token = this.tokens.get();
		if (!this.scripts.beginRebuild(token)) {
			this.meters.rebuilt("busy");
			return OptionalLong.empty();
		}
		boolean done = false;
		try (Stream<String> stream = items.get()) {
			long count = fill(stream.iterator(), token);
			goOn(this.scripts.endRebuild(token, true, (count + BATCH - 1) / BATCH));
			done = true;
			return OptionalLong.of(count);
		}
		finally {
			this.meters.rebuilt(done ? "done" : "failed");
			if (!done) {
				giveUp(token);
			}
		}
	}

	private long fill(Iterator<String> items, String token) {
		long count = 0;
		List<String> batch = new ArrayList<>(BATCH);
		while (items.hasNext()) {
			batch.add(checked(items.next()));
			count++;
			if (batch.size() == BATCH || !items.hasNext()) {
				Filled filled = this.scripts.fillRebuild(token, (count - 1) / BATCH, batch);
				goOn(filled != Filled.LOST);
				if (filled == Filled.FULL) {
					throw new BloomFullException(this.name, this.scripts.room());
				}
				batch.clear();
			}
		}
		return count;
	}

	private void goOn(boolean mine) {
		if (!mine) {
			throw new IllegalStateException(("The rebuild of Bloom filter '%s' is over: it took longer than "
					+ "'redis-patterns.bloom.rebuild-lease' from one batch to the next, somebody cleared the filter, "
					+ "or Redis lost what was built")
				.formatted(this.name));
		}
	}

	private void giveUp(String token) {
		try {
			this.scripts.endRebuild(token, false, 0);
		}
		catch (RedisUnavailableException ex) {
			// it goes away when its lease ends
		}
	}

	@Override
	public void clear() {
		this.scripts.clear();
	}

	@Override
	public boolean delete() {
		return this.scripts.drop();
	}

	@Override
	public BloomInfo info() {
		BloomInfo info = BloomReport.of(this.name, this.scripts.inspect());
		this.meters.filled(info.items(), info.capacity());
		return info;
	}

	private static List<List<String>> batches(Collection<String> items) {
		List<String> distinct = new ArrayList<>(new LinkedHashSet<>(items));
		distinct.forEach(RedisBloomFilter::checked);
		List<List<String>> batches = new ArrayList<>();
		for (int i = 0; i < distinct.size(); i += BATCH) {
			batches.add(distinct.subList(i, Math.min(i + BATCH, distinct.size())));
		}
		return batches;
	}

	private static String checked(@Nullable String item) {
		if (item == null) {
			Require.that(false, "item", null, "a text");
		}
		return String.valueOf(item);
	}

}
