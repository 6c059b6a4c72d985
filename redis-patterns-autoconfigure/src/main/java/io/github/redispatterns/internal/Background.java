package io.github.redispatterns.internal;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * One daemon thread for short housekeeping, started by its first task and gone when idle.
 * <p>
 * It stops before connection factories do, and lets the running task end.
 */
public final class Background implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(Background.class);

	private static final Duration GRACE = Duration.ofSeconds(3);

	private final String name;

	private @Nullable ScheduledThreadPoolExecutor executor;

	private boolean stopped;

	/**
	 * Create a thread that is not started yet.
	 * @param name its name
	 */
	public Background(String name) {
		this.name = name;
	}

	/**
	 * Run a task once.
	 * @param delay how long to wait
	 * @param task what to run; must not block for long
	 * @return cancels the task
	 */
	public synchronized Future<?> after(Duration delay, Runnable task) {
		if (this.stopped) {
			return CompletableFuture.completedFuture(null);
		}
		return executor().schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
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
				Thread thread = new Thread(task, this.name);
				thread.setDaemon(true);
				return thread;
			});
			this.executor.setRemoveOnCancelPolicy(true);
			this.executor.setKeepAliveTime(10, TimeUnit.SECONDS);
			this.executor.allowCoreThreadTimeOut(true);
		}
		return this.executor;
	}

	@Override
	public synchronized void start() {
		this.stopped = false;
	}

	@Override
	public void stop() {
		ScheduledThreadPoolExecutor running;
		synchronized (this) {
			this.stopped = true;
			running = this.executor;
			this.executor = null;
		}
		if (running != null) {
			end(running);
		}
	}

	private static void end(ScheduledThreadPoolExecutor running) {
		running.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		running.shutdown();
		try {
			if (!running.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
				running.shutdownNow();
			}
		}
		catch (InterruptedException ex) {
			running.shutdownNow();
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return !this.stopped;
	}

	@Override
	public int getPhase() {
		return StopPhase.BACKGROUND;
	}

}
