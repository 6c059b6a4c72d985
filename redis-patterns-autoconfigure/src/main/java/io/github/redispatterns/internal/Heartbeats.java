package io.github.redispatterns.internal;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Sends heartbeats through every zone, on threads that may wait for it.
 * <p>
 * A zone that did not answer is tried again together with the others like it, one after
 * the other, so that they do not take the threads from those that answer.
 */
final class Heartbeats {

	private static final Log logger = LogFactory.getLog(Heartbeats.class);

	private static final LuaScript<Long> HEARTBEAT = LuaScript.integer(Heartbeats.class, "heartbeat.lua");

	private final ScriptRunner scripts;

	private final Workers workers;

	private final ServerTime time;

	private final byte[] channel;

	private final List<Zone> zones = new CopyOnWriteArrayList<>();

	private final AtomicBoolean retrying = new AtomicBoolean();

	private final AtomicBoolean refused = new AtomicBoolean();

	Heartbeats(ScriptRunner scripts, Workers workers, ServerTime time, byte[] channel, List<byte[]> keys) {
		this.scripts = scripts;
		this.time = time;
		this.workers = workers;
		this.channel = channel;
		keys.forEach((key) -> this.zones.add(new Zone(key)));
	}

	/**
	 * Send one through each zone, without waiting for it. A zone whose last one is still
	 * on its way gets none.
	 * @param publisher whose
	 */
	void send(NewsPublisher publisher) {
		for (Zone zone : this.zones) {
			if (zone.answers) {
				execute(zone.sending, () -> send(zone, publisher, NewsMessage.Kind.HEARTBEAT));
			}
		}
		if (!allAnswer()) {
			execute(this.retrying, () -> retry(publisher));
		}
	}

	private void execute(AtomicBoolean busy, Runnable task) {
		if (!busy.compareAndSet(false, true)) {
			return;
		}
		try {
			this.workers.execute(() -> {
				try {
					task.run();
				}
				finally {
					busy.set(false);
				}
			});
		}
		catch (RejectedExecutionException ex) {
			busy.set(false);
			logger.debug("A heartbeat has to wait", ex);
		}
	}

	private void retry(NewsPublisher publisher) {
		List<Zone> silent = this.zones.stream().filter((zone) -> !zone.answers).toList();
		for (Zone zone : silent) {
			if (!send(zone, publisher, NewsMessage.Kind.HEARTBEAT)) {
				// next time another one is asked first
				this.zones.remove(zone);
				this.zones.add(zone);
				return;
			}
		}
	}

	private boolean send(Zone zone, NewsPublisher publisher, NewsMessage.Kind kind) {
		try {
			long asked = LeaseKeeper.now();
			long millis = this.scripts.run(HEARTBEAT, 1, zone.key, this.channel, publisher.head(kind, asked));
			this.time.heard(millis, asked, LeaseKeeper.now());
			zone.answers = true;
			if (this.refused.get() && allAnswer()) {
				this.refused.set(false);
			}
		}
		catch (RuntimeException ex) {
			zone.answers = false;
			report(ex);
		}
		return zone.answers;
	}

	private void report(RuntimeException failure) {
		if (Failure.of(failure) == Failure.TRANSIENT) {
			logger.debug("A heartbeat was not sent", failure);
		}
		else if (this.refused.compareAndSet(false, true)) {
			logger.warn("Redis refuses heartbeats on the channel '%s', so broadcasts are not trusted: %s"
				.formatted(new String(this.channel, StandardCharsets.UTF_8), failure));
		}
	}

	/**
	 * Whether all zones answered when they were asked last.
	 * @return whether all heartbeats arrive at the server
	 */
	boolean allAnswer() {
		return this.zones.stream().allMatch((zone) -> zone.answers);
	}

	/**
	 * Say that no message will follow, if anybody answers.
	 * @param publisher whose
	 */
	void goodbye(NewsPublisher publisher) {
		this.zones.stream()
			.filter((zone) -> zone.answers)
			.findFirst()
			.ifPresent((zone) -> send(zone, publisher, NewsMessage.Kind.GOODBYE));
	}

	/** A part of Redis. */
	private static final class Zone {

		private final byte[] key;

		private final AtomicBoolean sending = new AtomicBoolean();

		private volatile boolean answers = true;

		private Zone(byte[] key) {
			this.key = key;
		}

	}

}
