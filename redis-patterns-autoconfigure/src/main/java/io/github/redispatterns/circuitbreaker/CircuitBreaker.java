package io.github.redispatterns.circuitbreaker;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Keeps calls from a dependency that fails.
 * <p>
 * Whether a call is permitted is decided from a replica of the shared state: a closed
 * breaker never makes a call wait for Redis, nor does an open one. Only the permit of a
 * probe of a half-open breaker is asked for, and never waited for longer than
 * {@link Sharing#probeTimeout()}. While Redis is away the breaker works on, in this
 * instance alone. Safe for concurrent use.
 */
public interface CircuitBreaker {

	/**
	 * Return the name.
	 * @return the name
	 */
	String name();

	/**
	 * Return the configuration.
	 * @return the configuration
	 */
	CircuitBreakerConfig config();

	/**
	 * Make a call and count its outcome.
	 * @param <T> type of the result
	 * @param call the call
	 * @return what it returned
	 * @throws CircuitOpenException if the call is not permitted
	 * @throws Exception what the call threw
	 */
	<T extends @Nullable Object> T execute(Callable<? extends T> call) throws Exception;

	/**
	 * Make a call and count its outcome.
	 * @param call the call
	 * @throws CircuitOpenException if the call is not permitted
	 */
	void run(Runnable call);

	/**
	 * Make a call and count its outcome when its future completes.
	 * @param <T> type of the result
	 * @param call the call
	 * @return its future, or one that has failed with {@link CircuitOpenException}
	 */
	<T extends @Nullable Object> CompletionStage<T> executeAsync(Supplier<? extends CompletionStage<T>> call);

	/**
	 * Ask for permission to make a call. Whoever is permitted tells the outcome:
	 * {@link #succeeded}, {@link #returned}, {@link #failed} or {@link #released}.
	 * @return the answer
	 */
	Permission tryAcquire();

	/**
	 * Tell that a permitted call returned.
	 * @param permission its permission
	 * @param duration how long it took
	 */
	void succeeded(Permission.Permitted permission, Duration duration);

	/**
	 * Tell that a permitted call returned something, which may be a failure.
	 * @param permission its permission
	 * @param duration how long it took
	 * @param result what it returned
	 * @see Recording#recordResult()
	 */
	void returned(Permission.Permitted permission, Duration duration, @Nullable Object result);

	/**
	 * Tell that a permitted call threw an exception.
	 * @param permission its permission
	 * @param duration how long it took
	 * @param failure what it threw
	 */
	void failed(Permission.Permitted permission, Duration duration, Throwable failure);

	/**
	 * Tell that a permitted call was not made, or counts as nothing.
	 * @param permission its permission
	 */
	void released(Permission.Permitted permission);

	/**
	 * Return the state as this instance sees it, without asking Redis.
	 * @return the state
	 */
	CircuitState state();

	/**
	 * Whether this instance decides on its own, because Redis is away or because it alone
	 * is failing.
	 * @return whether the state is not the shared one
	 */
	boolean isAlone();

	/**
	 * Return what this instance knows of the window, without asking Redis.
	 * @return the figures
	 */
	CircuitMetrics metrics();

	/**
	 * Ask Redis for the shared state.
	 * @return the shared state
	 * @throws io.github.redispatterns.RedisUnavailableException if Redis cannot answer
	 */
	SharedCircuit shared();

	/**
	 * Force a state on all instances for a while; it ends closed.
	 * @param state {@link CircuitState#FORCED_OPEN}, {@link CircuitState#DISABLED} or
	 * {@link CircuitState#METRICS_ONLY}
	 * @param ttl how long, from a second to 366 days
	 * @param actor who says so
	 * @param reason why
	 * @throws io.github.redispatterns.RedisUnavailableException if Redis cannot answer
	 */
	void force(CircuitState state, Duration ttl, String actor, String reason);

	/**
	 * Close the breaker for all instances and forget what it has counted.
	 * @param actor who says so
	 * @param reason why
	 * @throws io.github.redispatterns.RedisUnavailableException if Redis cannot answer
	 */
	void reset(String actor, String reason);

}
