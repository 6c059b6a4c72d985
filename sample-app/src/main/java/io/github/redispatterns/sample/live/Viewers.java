package io.github.redispatterns.sample.live;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * The open streams: so many at most, and a slow one misses ticks instead of holding up
 * the others.
 */
final class Viewers {

	private static final int MOST = 64;

	private final Set<Viewer> viewers = ConcurrentHashMap.newKeySet();

	/** Has at most one thread per viewer, because a busy one is passed over. */
	private final ExecutorService senders = Executors.newCachedThreadPool((task) -> new Thread(task, "live-sender"));

	private volatile boolean closed;

	SseEmitter add(String history) {
		if (this.closed || this.viewers.size() >= MOST) {
			throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE,
					"%d live streams are open, which is the most; close one".formatted(this.viewers.size()));
		}
		SseEmitter stream = new SseEmitter(0L);
		Viewer viewer = new Viewer(stream, new AtomicBoolean());
		stream.onCompletion(() -> this.viewers.remove(viewer));
		stream.onError((error) -> this.viewers.remove(viewer));
		this.viewers.add(viewer);
		send(viewer, "history", history);
		return stream;
	}

	void send(String event, String json) {
		this.viewers.forEach((viewer) -> send(viewer, event, json));
	}

	void close() {
		this.closed = true;
		this.viewers.forEach((viewer) -> viewer.stream.complete());
		this.senders.shutdownNow();
	}

	private void send(Viewer viewer, String event, String json) {
		if (!this.closed && viewer.busy.compareAndSet(false, true)) {
			this.senders.execute(() -> {
				try {
					viewer.stream.send(SseEmitter.event().name(event).data(json));
				}
				catch (IOException | IllegalStateException ex) {
					this.viewers.remove(viewer);
				}
				finally {
					viewer.busy.set(false);
				}
			});
		}
	}

	private record Viewer(SseEmitter stream, AtomicBoolean busy) {

		@Override
		public boolean equals(Object other) {
			return this == other;
		}

		@Override
		public int hashCode() {
			return System.identityHashCode(this);
		}

	}

}
