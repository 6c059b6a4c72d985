package io.github.redispatterns.internal;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;

/**
 * One daemon thread for short housekeeping, started by its first task and idle otherwise.
 */
public final class Background implements DisposableBean {

	private static final Log logger = LogFactory.getLog(Background.class);

	private @Nullable ScheduledThreadPoolExecutor executor;

	private boolean closed;

	/**
	 * Run a task once.
	 * @param delay how long to wait
	 * @param task what to run; must not block for long
	 */
	public synchronized void after(Duration delay, Runnable task) {
		if (!this.closed) {
			executor().schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
		}
	}

	private void run(Runnable task) {
		try {
			task.run();
		}
		catch (RuntimeException ex) {
			logger.warn("A housekeeping task failed", ex);
		}
	}

	private ScheduledThreadPoolExecutor executor() {
		if (this.executor == null) {
			this.executor = new ScheduledThreadPoolExecutor(1, (task) -> {
				Thread thread = new Thread(task, "redis-patterns-background");
				thread.setDaemon(true);
				return thread;
			});
			this.executor.setKeepAliveTime(10, TimeUnit.SECONDS);
			this.executor.allowCoreThreadTimeOut(true);
		}
		return this.executor;
	}

	@Override
	public synchronized void destroy() {
		this.closed = true;
		if (this.executor != null) {
			this.executor.shutdownNow();
		}
	}

}
