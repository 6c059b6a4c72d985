package io.github.redispatterns.sample.pattern;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.github.redispatterns.sample.redis.CommandStats;
import io.github.redispatterns.sample.redis.RedisWatch;
import jakarta.servlet.ServletException;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Which commands the server ran for the last action of each card. Actions of the page run
 * one after another, so that each is charged with its own.
 */
@Component
public class ActionLog {

	private final Map<String, Action> last = new ConcurrentHashMap<>();

	private final ReentrantLock lock = new ReentrantLock();

	private final CommandStats stats;

	private final RedisWatch redis;

	ActionLog(CommandStats stats, RedisWatch redis) {
		this.stats = stats;
		this.redis = redis;
	}

	/**
	 * Return the last action of a card.
	 * @param pattern name of the pattern
	 * @return the action, or {@code null} if there was none
	 */
	public @Nullable Action last(String pattern) {
		return this.last.get(pattern);
	}

	/**
	 * Do something that must not be charged to an action, after the one that is going on.
	 * @param <T> type of the result
	 * @param task what to do
	 * @return its result
	 */
	<T> T apart(Supplier<T> task) {
		this.lock.lock();
		try {
			return task.get();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Do something that must not be charged to an action, unless one is going on.
	 * @param task what to do
	 */
	public void betweenActions(Runnable task) {
		if (this.lock.tryLock()) {
			try {
				task.run();
			}
			finally {
				this.lock.unlock();
			}
		}
	}

	void record(String pattern, String request, Step step) throws IOException, ServletException {
		this.lock.lock();
		try {
			Map<String, Long> before = read();
			step.run();
			Map<String, Long> after = (before != null) ? read() : null;
			List<CommandStats.Calls> commands = (before != null && after != null) ? CommandStats.between(before, after)
					: null;
			this.last.put(pattern, new Action(request, System.currentTimeMillis(), commands));
		}
		finally {
			this.lock.unlock();
		}
	}

	private @Nullable Map<String, Long> read() {
		try {
			return this.redis.state().up() ? this.stats.read() : null;
		}
		catch (DataAccessException ex) {
			return null;
		}
	}

	/**
	 * What was clicked and what it cost.
	 *
	 * @param request method and path
	 * @param at time in milliseconds since the epoch
	 * @param commands the commands, or {@code null} if Redis could not tell
	 */
	public record Action(String request, long at, @Nullable List<CommandStats.Calls> commands) {
	}

	@FunctionalInterface
	interface Step {

		void run() throws IOException, ServletException;

	}

}
