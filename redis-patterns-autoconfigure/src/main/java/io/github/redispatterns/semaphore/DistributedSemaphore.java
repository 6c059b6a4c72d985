package io.github.redispatterns.semaphore;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Limits how many calls of a method run at a time, on all instances together.
 * <p>
 * Futures and reactive types hold their permit until they complete. A parameter of type
 * {@link Permit} is filled in. On a type it applies to every public method that has none
 * of its own, except {@code equals}, {@code hashCode} and {@code toString}. It may be
 * used on other annotations.
 */
@Target({ ElementType.METHOD, ElementType.TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface DistributedSemaphore {

	/**
	 * Name of a semaphore in {@code redis-patterns.semaphore.named}, or, together with
	 * {@link #permits()}, a name for the one given here. May have placeholders.
	 * @return the name; class and method if empty
	 */
	String name() default "";

	/**
	 * SpEL that tells which of the semaphores of that name, such as {@code "#tenant"}.
	 * @return the expression; the name has one semaphore if empty
	 */
	String key() default "";

	/**
	 * How many permits there are, as a number or a placeholder, such as
	 * {@code "${render.permits}"}; {@code "0"} pauses it.
	 * @return the permits; the named semaphore says it if empty
	 */
	String permits() default "";

	/**
	 * SpEL that gives how many permits a call takes, such as {@code "#pages / 10 + 1"}.
	 * @return the expression; 1 if empty
	 */
	String weight() default "";

	/**
	 * Longest wait for others, such as {@code "2s"}; {@code "0"} tries once.
	 * @return the time; that of the semaphore if empty
	 */
	String waitTime() default "";

	/**
	 * How long a permit is held without renewal, such as {@code "30s"}.
	 * @return the time; that of the semaphore if empty
	 */
	String lease() default "";

	/**
	 * Whether the permit is renewed while the method runs.
	 * @return {@code false} to hold it for one lease and not longer
	 */
	boolean renew() default true;

	/**
	 * Whether calls that wait are served in turn.
	 * @return {@code true}, or {@code false} if the semaphore decides
	 */
	boolean fair() default false;

	/**
	 * What to do when too few permits are free for as long as the call waits.
	 * @return the choice
	 */
	OnFull onFull() default OnFull.FAIL;

	/**
	 * Method to call instead when it is full: {@code "method"} of the same class or
	 * {@code "bean::method"}, with the same parameters and, if it wants it, a
	 * {@link PermitNotAvailableException} after them.
	 * @return the method; required with {@link OnFull#FALLBACK}
	 */
	String fallback() default "";

	/**
	 * What a skipped call returns; required where the method returns a primitive.
	 * @return the value as a text, such as {@code "-1"}; an empty result if empty
	 */
	String skipValue() default "";

	/** What to do when too few permits are free for as long as the call waits. */
	enum OnFull {

		/** Throw {@link PermitNotAvailableException}. */
		FAIL,

		/**
		 * Do not run the method; return {@link DistributedSemaphore#skipValue()} or an
		 * empty result: nothing, {@code null}, an empty {@code Optional}, collection, map
		 * or array, a completed future, an empty reactive type.
		 */
		SKIP,

		/** Call {@link DistributedSemaphore#fallback()} instead. */
		FALLBACK

	}

}
