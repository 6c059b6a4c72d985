package io.github.redispatterns.cache.write;

import java.time.Duration;

import io.github.redispatterns.cache.CacheProperties.OnBacklogFull;
import io.github.redispatterns.cache.EntryChange;
import io.github.redispatterns.cache.WriteRoute.Passage;
import io.github.redispatterns.internal.BackOff;
import io.github.redispatterns.internal.LeaseKeeper;
import io.github.redispatterns.internal.Pause;
import org.jspecify.annotations.Nullable;

/**
 * A write whose source is written later.
 */
final class BehindPassage implements Passage {

	private static final int WAS_THERE = 1;

	private static final int FULL = 2;

	private final SourceRoute route;

	private final Object key;

	private final @Nullable Object value;

	private final byte[] content;

	BehindPassage(SourceRoute route, Object key, @Nullable Object value, byte[] content) {
		this.route = route;
		this.key = key;
		this.value = value;
		this.content = content;
	}

	@Override
	public boolean isDeferred() {
		return true;
	}

	@Override
	public boolean apply(EntryChange change) {
		int answer = enqueue(change);
		if (answer == FULL) {
			this.route.meters().refused();
			OnBacklogFull policy = this.route.settings().onBacklogFull();
			if (policy == OnBacklogFull.THROUGH) {
				return ThroughPassage.write(this.route, change.place(), this.key, this.value, this).apply(change);
			}
			answer = (policy == OnBacklogFull.BLOCK) ? waitForRoom(change) : FULL;
		}
		if (answer == FULL) {
			throw new CacheWriteRejectedException(this.route.settings());
		}
		return this.value != null || answer == WAS_THERE;
	}

	private int enqueue(EntryChange change) {
		return this.route.parts()
			.scripts()
			.enqueue(this.route.keys(change.place().key()), change, this.value == null, this.content,
					this.route.settings());
	}

	private int waitForRoom(EntryChange change) {
		BackOff pauses = new BackOff(Duration.ofMillis(5), Duration.ofMillis(100));
		long end = LeaseKeeper.now() + this.route.settings().blockTime().toNanos();
		int answer = FULL;
		try {
			while (answer == FULL && LeaseKeeper.now() < end) {
				Pause.of(pauses.next());
				answer = enqueue(change);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return answer;
	}

	@Override
	public void abandon() {
		// nothing has begun
	}

}
