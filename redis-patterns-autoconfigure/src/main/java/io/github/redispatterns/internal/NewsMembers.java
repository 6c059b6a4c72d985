package io.github.redispatterns.internal;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Who joined. A listener that fails is logged and does not hurt the others.
 */
final class NewsMembers implements NewsReception.Readers {

	private static final Log logger = LogFactory.getLog(NewsMembers.class);

	private static final int LONGEST_NAME = 64;

	private final Map<String, Registration> byName = new ConcurrentHashMap<>();

	private final Desk desk;

	NewsMembers(Desk desk) {
		this.desk = desk;
	}

	Registration add(String name, Broadcasts.Listener listener) {
		Registration registration = new Registration(name, listener);
		Require.that(registration.bytes.length <= LONGEST_NAME, "name", name, "of " + LONGEST_NAME + " bytes at most");
		Require.that(this.byName.putIfAbsent(name, registration) == null, "name", name, "one that has not joined yet");
		return registration;
	}

	boolean isEmpty() {
		return this.byName.isEmpty();
	}

	@Override
	public void received(String member, byte[] body) {
		Registration registration = this.byName.get(member);
		if (registration != null) {
			registration.received(body);
		}
	}

	@Override
	public void missed() {
		this.byName.values().forEach(Registration::missed);
	}

	/** What members need of the instance. */
	interface Desk {

		Broadcasts.Outgoing next(byte[] member);

		long trustedUntil();

		long serverMillis();

	}

	/** A member. */
	final class Registration implements Broadcasts.Member {

		private final String name;

		private final byte[] bytes;

		private final Broadcasts.Listener listener;

		private volatile boolean upToDate;

		private volatile boolean closed;

		private Registration(String name, Broadcasts.Listener listener) {
			this.name = name;
			this.bytes = name.getBytes(StandardCharsets.UTF_8);
			this.listener = listener;
		}

		@Override
		public Broadcasts.Outgoing next() {
			return NewsMembers.this.desk.next(this.bytes);
		}

		@Override
		public long trustedUntil() {
			return (this.upToDate && !this.closed) ? NewsMembers.this.desk.trustedUntil() : 0;
		}

		@Override
		public long serverMillis() {
			return NewsMembers.this.desk.serverMillis();
		}

		/**
		 * Tell that messages may have been lost, which is the first a member is told.
		 */
		void missed() {
			this.upToDate = tell(Broadcasts.Listener::missed);
		}

		private void received(byte[] body) {
			if (!tell((listener) -> listener.received(body))) {
				missed();
			}
		}

		private boolean tell(Consumer<Broadcasts.Listener> news) {
			if (this.closed) {
				return false;
			}
			try {
				news.accept(this.listener);
				return true;
			}
			catch (RuntimeException | Error ex) {
				logger.warn("A listener to broadcasts of '" + this.name + "' failed", ex);
				return false;
			}
		}

		@Override
		public void close() {
			this.closed = true;
			NewsMembers.this.byName.remove(this.name, this);
		}

	}

}
