package io.github.redispatterns.cache.write;

import java.lang.reflect.Type;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import io.github.redispatterns.RedisUnavailableException;
import io.github.redispatterns.cache.CacheProperties.WriteMode;
import io.github.redispatterns.cache.EntryChange;
import io.github.redispatterns.cache.EntryPlace;
import io.github.redispatterns.cache.WriteRoute;
import org.jspecify.annotations.Nullable;

/**
 * The way of one cache to its source.
 */
final class SourceRoute implements WriteRoute {

	private final WriteSettings settings;

	private final WriteParts parts;

	private final Supplier<BoundWriter> writers;

	private final WriteMeters meters;

	private final List<Partition> partitions;

	private volatile @Nullable BoundWriter writer;

	private volatile @Nullable Entries entries;

	SourceRoute(WriteSettings settings, WriteParts parts, Supplier<BoundWriter> writers) {
		this.settings = settings;
		this.parts = parts;
		this.writers = writers;
		this.meters = parts.meters().apply(settings.cache());
		this.meters.backlog(this, SourceRoute::waiting);
		this.partitions = IntStream.range(0, settings.partitions())
			.mapToObj((number) -> new Partition(this,
					WriteKeys.of(parts.space(), parts.wakeUps(), settings.cache(), number)))
			.toList();
	}

	WriteSettings settings() {
		return this.settings;
	}

	WriteParts parts() {
		return this.parts;
	}

	WriteMeters meters() {
		return this.meters;
	}

	List<Partition> partitions() {
		return this.partitions;
	}

	/**
	 * Return the writer, found when it is first needed, so that it may itself use caches.
	 * @return the writer
	 */
	BoundWriter writer() {
		BoundWriter found = this.writer;
		if (found == null) {
			found = this.writers.get();
			this.writer = found;
		}
		return found;
	}

	WriteKeys keys(String key) {
		return this.partitions.get(partition(key)).keys();
	}

	@Override
	public Type type() {
		return writer().valueType();
	}

	@Override
	public int partition(String key) {
		return this.settings.partition(key);
	}

	@Override
	public Passage put(EntryPlace place, Object key, Object value) {
		return change(place, key, value);
	}

	@Override
	public Passage delete(EntryPlace place, Object key) {
		return change(place, key, null);
	}

	private Passage change(EntryPlace place, Object key, @Nullable Object value) {
		byte[] content = writer().content(key, value);
		BehindPassage behind = new BehindPassage(this, key, value, content);
		return (this.settings.mode() == WriteMode.BEHIND) ? behind
				: ThroughPassage.write(this, place, key, value, behind);
	}

	@Override
	public Map<String, Unwritten> unwritten(Collection<String> keys) {
		return this.parts.scripts().unwritten(keys, this::keys);
	}

	@Override
	public void attach(Entries cache) {
		this.entries = cache;
	}

	/**
	 * Evict an entry together with a change that the source does not get, or not yet.
	 * @param key key of the entry
	 * @param script changes both, and tells whether it did
	 * @return what the script told
	 */
	boolean evict(String key, Predicate<EntryChange> script) {
		if (this.entries == null) {
			// nobody has used it in this instance yet
			this.parts.caches().accept(this.settings.cache());
		}
		Entries attached = this.entries;
		if (attached == null) {
			throw new IllegalStateException("There is no cache '%s'".formatted(this.settings.cache()));
		}
		return attached.evict(key, new Eviction(script));
	}

	private double waiting() {
		try {
			return this.partitions.stream()
				.mapToLong((partition) -> this.parts.scripts().backlog(partition.keys()).waiting())
				.sum();
		}
		catch (RedisUnavailableException ex) {
			return Double.NaN;
		}
	}

	/**
	 * An eviction that is a part of something else.
	 *
	 * @param script does both
	 */
	private record Eviction(Predicate<EntryChange> script) implements Passage {

		@Override
		public boolean isDeferred() {
			return true;
		}

		@Override
		public boolean apply(EntryChange change) {
			return this.script.test(change);
		}

		@Override
		public void abandon() {
			// nothing has begun
		}

	}

}
