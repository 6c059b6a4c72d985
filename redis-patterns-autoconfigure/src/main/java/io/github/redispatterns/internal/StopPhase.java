package io.github.redispatterns.internal;

/**
 * Phases of the kernel's life-cycle beans; at shutdown the highest stops first.
 * <p>
 * All lie below those of web servers, listeners and schedulers, whose work still needs
 * what it holds, and above 0, where connection factories stop.
 */
public final class StopPhase {

	/** Waiting rooms: callers stop waiting for what others hold. */
	public static final int WAITING = 6000;

	/** Leases: wait until what is held was given back. */
	public static final int LEASES = 5000;

	/** Workers of patterns. */
	public static final int WORKERS = 4000;

	/** The hub of signals. */
	public static final int WAKE_UPS = 3000;

	/** Housekeeping. */
	public static final int BACKGROUND = 2000;

	/** The driver's own connections. */
	public static final int DRIVER = 1000;

	private StopPhase() {
	}

}
