package io.github.redispatterns.cache;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.redispatterns.internal.Broadcasts;
import io.github.redispatterns.internal.LeaseKeeper;
import org.jspecify.annotations.Nullable;

/**
 * What instances tell each other of a cache: which key was written, what was evicted.
 * <p>
 * A message is the name of the cache, a kind and the rest. Caches that this instance does
 * not have are none of its business.
 */
final class CacheNews implements Broadcasts.Listener {

	private static final char KEY = 'K';

	private static final char VERSIONS = 'V';

	private final Broadcasts broadcasts;

	private final Map<String, Audience> caches = new ConcurrentHashMap<>();

	private volatile Broadcasts.@Nullable Member member;

	CacheNews(Broadcasts broadcasts) {
		this.broadcasts = broadcasts;
	}

	/**
	 * Tell a cache what comes for it.
	 * @param name name of the cache
	 * @param audience the cache
	 * @return what it sends
	 */
	Desk open(String name, Audience audience) {
		this.caches.put(name, audience);
		return new Desk(name);
	}

	void close(String name) {
		this.caches.remove(name);
	}

	/**
	 * Return until when everything published is known to have arrived.
	 * @return a time of {@code LeaseKeeper.now()}
	 */
	long trustedUntil() {
		return member().trustedUntil();
	}

	/**
	 * Return what the clock of the server says.
	 * @return ms since the epoch, 0 if it is not known
	 */
	long serverMillis() {
		return member().serverMillis();
	}

	/**
	 * Tell whether messages are known to arrive.
	 * @return {@code null} if nobody needed them yet
	 */
	@Nullable Boolean isTrusted() {
		Broadcasts.Member joined = this.member;
		return (joined != null) ? (Boolean) (LeaseKeeper.now() < joined.trustedUntil()) : null;
	}

	private Broadcasts.Member member() {
		Broadcasts.Member joined = this.member;
		return (joined != null) ? joined : join();
	}

	private synchronized Broadcasts.Member join() {
		Broadcasts.Member joined = this.member;
		if (joined == null) {
			joined = this.broadcasts.join("cache", this);
			this.member = joined;
		}
		return joined;
	}

	@Override
	public void received(byte[] body) {
		int end = indexOf(body, 0);
		if (end < 0 || end + 1 >= body.length) {
			return;
		}
		Audience audience = this.caches.get(new String(body, 0, end, StandardCharsets.UTF_8));
		if (audience == null) {
			return;
		}
		int rest = end + 2;
		if (body[end + 1] == KEY) {
			audience.written(new String(body, rest, body.length - rest, StandardCharsets.UTF_8));
		}
		else if (body[end + 1] == VERSIONS && body.length > rest + Long.BYTES) {
			long incarnation = Bytes.readLong(body, rest);
			String[] lines = new String(body, rest + Long.BYTES, body.length - rest - Long.BYTES,
					StandardCharsets.UTF_8)
				.split("\n");
			audience.evicted(incarnation, Long.parseLong(lines[0]), List.of(lines).subList(1, lines.length));
		}
	}

	private static int indexOf(byte[] body, int from) {
		for (int i = from; i < body.length; i++) {
			if (body[i] == '\n') {
				return i;
			}
		}
		return -1;
	}

	@Override
	public void missed() {
		this.caches.values().forEach(Audience::missed);
	}

	/** A cache that is told what others did. */
	interface Audience {

		/**
		 * A key was written or evicted.
		 * @param key the key
		 */
		void written(String key);

		/**
		 * A part of the cache was evicted.
		 * @param incarnation of the versions
		 * @param number of the eviction
		 * @param fields what was evicted
		 */
		void evicted(long incarnation, long number, List<String> fields);

		/**
		 * Messages may have been lost.
		 */
		void missed();

	}

	/** Where a cache writes its messages. */
	final class Desk {

		private final byte[] ofKey;

		private final byte[] ofVersions;

		private Desk(String cache) {
			this.ofKey = Bytes.of(cache + "\n" + KEY);
			this.ofVersions = Bytes.of(cache + "\n" + VERSIONS);
		}

		Broadcasts.Outgoing next() {
			return member().next();
		}

		long serverMillis() {
			return CacheNews.this.serverMillis();
		}

		byte[] ofKey(Broadcasts.Outgoing message, String key) {
			return join(message.head(), this.ofKey, Bytes.of(key));
		}

		byte[] ofVersions(Broadcasts.Outgoing message) {
			return join(message.head(), this.ofVersions, new byte[0]);
		}

		private static byte[] join(byte[] head, byte[] kind, byte[] rest) {
			byte[] message = Arrays.copyOf(head, head.length + kind.length + rest.length);
			System.arraycopy(kind, 0, message, head.length, kind.length);
			System.arraycopy(rest, 0, message, head.length + kind.length, rest.length);
			return message;
		}

	}

}
