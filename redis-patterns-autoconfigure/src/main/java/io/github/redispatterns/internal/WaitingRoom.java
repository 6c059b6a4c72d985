package io.github.redispatterns.internal;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * Where callers wait for what others hold.
 * <p>
 * Callers of one entity stand in line, first come first served, and only the first asks
 * Redis, so an instance is one contender however many callers it has. The first is woken
 * by a signal, by a release in this instance, or when the holder's lease must have ended;
 * as signals may be lost it also looks every few seconds. Nothing here outlives its last
 * caller. If Redis fails the first in line, the next asks at once. When the application
 * stops nobody waits any longer.
 */
public final class WaitingRoom implements SmartLifecycle {

	/** Redis ends a lease at a whole millisecond, which is no earlier than this. */
	private static final long AFTER_EXPIRY = 2_000_000;

	private final ConcurrentHashMap<String, Line> lines = new ConcurrentHashMap<>();

	private final WakeUps wakeUps;

	private final long longestPause;

	private volatile boolean closed;

	/**
	 * Create an empty room.
	 * @param wakeUps where signals come from
	 * @param longestPause how long the first in line waits for a signal before it looks
	 * by itself, in nanoseconds
	 */
	public WaitingRoom(WakeUps wakeUps, long longestPause) {
		this.wakeUps = wakeUps;
		this.longestPause = longestPause;
	}

	/**
	 * Stand in line and ask until there is an answer.
	 * @param <T> type of the answer
	 * @param entity what is waited for
	 * @param patience longest wait, in nanoseconds
	 * @param question what the first in line asks
	 * @return the answer, or {@code null} if none came in time
	 * @throws InterruptedException if the thread is interrupted while it waits
	 * @throws IllegalStateException if the application stops
	 */
	public <T> @Nullable T await(String entity, long patience, Question<T> question) throws InterruptedException {
		long begin = LeaseKeeper.now();
		long end = (patience > Long.MAX_VALUE - begin) ? Long.MAX_VALUE : begin + patience;
		Place place = new Place(question);
		Line line = enter(entity, place);
		try {
			if (this.closed) {
				throw closed();
			}
			return place.awaitTurn(end) ? ask(line, place, begin, end, question) : null;
		}
		finally {
			leave(line, place);
		}
	}

	/**
	 * What is waited for may be free: something of it was given back in this instance.
	 * @param entity what is waited for
	 */
	public void signal(String entity) {
		Line line = this.lines.get(entity);
		if (line != null) {
			line.signal();
		}
	}

	/**
	 * Ask for leave to try past the line. Whoever has just given something back is awake
	 * and gets it again without a change of threads, a few times in a row.
	 * @param entity what is wanted
	 * @return whether to try; if that gives nothing, {@link #signal} must be called
	 */
	public boolean tryPass(String entity) {
		Line line = this.lines.get(entity);
		return line != null && line.tryPass();
	}

	/**
	 * Return how many callers stand in line for an entity.
	 * @param entity what is waited for
	 * @return how many
	 */
	public int waiting(String entity) {
		Line line = this.lines.get(entity);
		return (line != null) ? line.length() : 0;
	}

	private <T> @Nullable T ask(Line line, Place place, long begin, long end, Question<T> question)
			throws InterruptedException {
		line.concerns(question::concerns);
		line.listen(this.wakeUps);
		long pause = line.isTakenHere() ? this.longestPause : 0;
		while (true) {
			boolean signalled = place.awaitSignal(Math.min(pause, end - LeaseKeeper.now()));
			long now = LeaseKeeper.now();
			if (signalled && line.isTakenHere() && now < end) {
				// somebody who was awake went past
				pause = jittered(this.longestPause);
				continue;
			}
			Answer<T> answer = ask(line, question, now - begin, Math.max(0, end - now));
			if (answer.value() != null) {
				line.taken(question.exclusive());
				return answer.value();
			}
			if (now >= end) {
				return null;
			}
			pause = Math.min(answer.pause() + AFTER_EXPIRY, jittered(this.longestPause));
		}
	}

	private static <T> Answer<T> ask(Line line, Question<T> question, long waited, long left) {
		try {
			return question.ask(waited, left);
		}
		catch (RuntimeException ex) {
			// the others would only wait for the same failure, one after the other
			line.signal();
			throw ex;
		}
	}

	private static long jittered(long nanos) {
		return nanos - ThreadLocalRandom.current().nextLong(nanos / 4 + 1);
	}

	@Override
	public void start() {
		this.closed = false;
	}

	@Override
	public void stop() {
		this.closed = true;
		this.lines.values().forEach(Line::dismiss);
	}

	@Override
	public boolean isRunning() {
		return !this.closed;
	}

	@Override
	public int getPhase() {
		return StopPhase.WAITING;
	}

	static IllegalStateException closed() {
		return new IllegalStateException("The application stops; nobody waits for what others hold any longer");
	}

	private Line enter(String entity, Place place) {
		return this.lines.compute(entity, (name, present) -> {
			Line line = (present != null) ? present : new Line(name);
			line.add(place);
			return line;
		});
	}

	private void leave(Line line, Place place) {
		this.lines.computeIfPresent(line.entity(), (name, present) -> present.remove(place) ? null : present);
	}

	/**
	 * What the first in line asks.
	 *
	 * @param <T> type of the answer
	 */
	public interface Question<T> {

		/**
		 * Ask Redis.
		 * @param waited time since this caller came, in nanoseconds
		 * @param left time that this caller will still wait, in nanoseconds
		 * @return a value, or why there is none
		 */
		Answer<T> ask(long waited, long left);

		/**
		 * Tell whether nobody else of this instance can have a value too.
		 * @return whether the next in line need not ask until it is signalled
		 */
		default boolean exclusive() {
			return true;
		}

		/**
		 * Tell whether this caller has to stop waiting. Asked whenever it wakes.
		 * @return what to throw, or {@code null} to wait on
		 */
		default @Nullable RuntimeException verdict() {
			return null;
		}

		/**
		 * Tell whether a signal is for this caller.
		 * @param text text of the signal
		 * @return whether to ask again
		 */
		default boolean concerns(String text) {
			return true;
		}

	}

	/**
	 * What Redis answered.
	 *
	 * @param <T> type of the answer
	 * @param value what was asked for, or {@code null} if the caller has to wait
	 * @param pause time after which to ask again without a signal, in nanoseconds
	 * @param nearby whether it is held by this instance, so that no signal need come from
	 * others
	 */
	public record Answer<T>(@Nullable T value, long pause, boolean nearby) {

		/**
		 * Answer with a value.
		 * @param <T> type of the value
		 * @param value the value
		 * @return the answer
		 */
		public static <T> Answer<T> of(T value) {
			return new Answer<>(value, 0, false);
		}

	}

}
