package io.github.redispatterns.cache.write;

import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;

import io.github.redispatterns.RedisUnavailableException;
import io.github.redispatterns.cache.EntryChange;
import io.github.redispatterns.cache.EntryPlace;
import io.github.redispatterns.cache.WriteRoute.Passage;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A write whose source was written before its cache.
 * <p>
 * It stores its value only if no load and no other write of the key overlapped it,
 * because their order at the source is not known; otherwise it deletes the entry.
 */
final class ThroughPassage implements Passage {

	private static final Log logger = LogFactory.getLog(ThroughPassage.class);

	private final SourceRoute route;

	private final EntryPlace place;

	private final byte @Nullable [] token;

	private ThroughPassage(SourceRoute route, EntryPlace place, byte @Nullable [] token) {
		this.route = route;
		this.place = place;
		this.token = token;
	}

	/**
	 * Write the source.
	 * @param route the way to it
	 * @param place where the entry is
	 * @param key the key
	 * @param value the value, {@code null} to delete it
	 * @param behind what to do instead while an earlier change of the key waits
	 * @return what ends the write
	 */
	static Passage write(SourceRoute route, EntryPlace place, Object key, @Nullable Object value,
			BehindPassage behind) {
		byte[] token = token();
		WriteScripts.Begun begun = begin(route, place, token);
		if (begun.behind()) {
			return behind;
		}
		ThroughPassage passage = new ThroughPassage(route, place, begun.alone() ? token : null);
		try {
			route.writer().write(key, value, begun.version());
		}
		catch (RuntimeException | Error ex) {
			passage.abandon();
			throw ex;
		}
		return passage;
	}

	private static WriteScripts.Begun begin(SourceRoute route, EntryPlace place, byte[] token) {
		try {
			return route.parts().scripts().begin(route.keys(place.key()), place, token, route.settings().lease());
		}
		catch (RedisUnavailableException ex) {
			logger.debug("The source is written although Redis cannot number the change", ex);
			return new WriteScripts.Begun(false, false, 0);
		}
	}

	private static byte[] token() {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		return ByteBuffer.allocate(16).putLong(random.nextLong()).putLong(random.nextLong()).array();
	}

	@Override
	public boolean isDeferred() {
		return false;
	}

	@Override
	public boolean apply(EntryChange change) {
		return this.route.parts().scripts().settle(change, this.token);
	}

	@Override
	public void abandon() {
		if (this.token == null) {
			return;
		}
		try {
			this.route.parts().scripts().abandon(this.place, this.token);
		}
		catch (RedisUnavailableException ex) {
			logger.debug("The right to store could not be given back and ends by itself", ex);
		}
	}

}
