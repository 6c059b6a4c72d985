package io.github.redispatterns.internal;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;
import org.springframework.core.task.VirtualThreadTaskExecutor;

/**
 * A bounded number of threads for work that blocks, started by the first tasks and gone
 * when idle.
 * <p>
 * It stops before connection factories do: it takes no more tasks, lets those it took end
 * within a while, and interrupts the rest.
 */
public final class Workers implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(Workers.class);

	private static final Duration IDLE = Duration.ofSeconds(5);

	private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(1);

	private final String name;

	private final int threads;

	private final int waiting;

	private final Duration grace;

	private final ThreadFactory factory;

	private @Nullable ThreadPoolExecutor executor;

	private boolean stopped;

	/**
	 * Create workers.
	 * @param name what names of threads begin with
	 * @param threads most tasks that run at a time
	 * @param waiting most tasks that wait for a thread
	 * @param grace how long a stop waits for tasks before it interrupts them
	 * @param virtual whether the threads are virtual
	 */
	public Workers(String name, int threads, int waiting, Duration grace, boolean virtual) {
		Require.that(threads >= 1, "threads", threads, "1 or more");
		Require.that(waiting >= 1, "waiting", waiting, "1 or more");
		this.name = name;
		this.threads = threads;
		this.waiting = waiting;
		this.grace = grace;
		this.factory = virtual ? new VirtualThreadTaskExecutor(name + "-").getVirtualThreadFactory() : daemons(name);
	}

	private static ThreadFactory daemons(String name) {
		AtomicInteger number = new AtomicInteger();
		return (task) -> {
			Thread thread = new Thread(task, name + "-" + number.getAndIncrement());
			thread.setDaemon(true);
			return thread;
		};
	}

	/**
	 * Run a task; what it throws is logged.
	 * @param task what to run
	 * @throws RejectedExecutionException if too many tasks wait, or after the stop
	 */
	public void execute(Runnable task) {
		executor().execute(() -> run(task));
	}

	/**
	 * Run a task for its result.
	 * @param <T> type of the result
	 * @param task what to run
	 * @return the result, cancelled if a stop drops the task before it began
	 * @throws RejectedExecutionException if too many tasks wait, or after the stop
	 */
	public <T> Future<T> submit(Callable<T> task) {
		FutureTask<T> future = new FutureTask<>(task);
		executor().execute(future);
		return future;
	}

	private static void run(Runnable task) {
		try {
			task.run();
		}
		catch (RuntimeException ex) {
			logger.warn("A task failed", ex);
		}
	}

	private synchronized ThreadPoolExecutor executor() {
		if (this.stopped) {
			throw stopped();
		}
		if (this.executor == null) {
			this.executor = new ThreadPoolExecutor(this.threads, this.threads, IDLE.toMillis(), TimeUnit.MILLISECONDS,
					new LinkedBlockingQueue<>(this.waiting), this.factory, (task, full) -> reject(full));
			this.executor.allowCoreThreadTimeOut(true);
		}
		return this.executor;
	}

	private void reject(ThreadPoolExecutor full) {
		throw full.isShutdown() ? stopped() : new RejectedExecutionException("'" + this.name + "' runs " + this.threads
				+ " tasks and has " + this.waiting + " waiting, which is the limit");
	}

	private RejectedExecutionException stopped() {
		return new RejectedExecutionException("'" + this.name + "' is stopped and takes no tasks");
	}

	@Override
	public synchronized void start() {
		this.stopped = false;
	}

	@Override
	public void stop() {
		ThreadPoolExecutor running;
		synchronized (this) {
			this.stopped = true;
			running = this.executor;
			this.executor = null;
		}
		if (running != null) {
			drain(running);
		}
	}

	private void drain(ThreadPoolExecutor running) {
		running.shutdown();
		try {
			if (!running.awaitTermination(this.grace.toNanos(), TimeUnit.NANOSECONDS)) {
				interrupt(running);
				if (!running.awaitTermination(AFTER_INTERRUPT.toNanos(), TimeUnit.NANOSECONDS)) {
					logger.warn("'" + this.name + "' has " + running.getActiveCount()
							+ " tasks that do not end although they were interrupted");
				}
			}
		}
		catch (InterruptedException ex) {
			interrupt(running);
			Thread.currentThread().interrupt();
		}
	}

	private void interrupt(ThreadPoolExecutor running) {
		int active = running.getActiveCount();
		List<Runnable> dropped = running.shutdownNow();
		for (Runnable task : dropped) {
			if (task instanceof Future<?> future) {
				future.cancel(false);
			}
		}
		logger.warn("'%s' interrupted %d tasks and dropped %d that waited, %s after its stop".formatted(this.name,
				active, dropped.size(), this.grace));
	}

	@Override
	public synchronized boolean isRunning() {
		return !this.stopped;
	}

}
