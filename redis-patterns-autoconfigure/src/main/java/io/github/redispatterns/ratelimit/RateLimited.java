package io.github.redispatterns.ratelimit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Limits how often a method is called, across all instances.
 * <p>
 * Several annotations with the same key are tiers of one limit and are decided in one
 * round trip; annotations with different keys are all-or-nothing. A refused call throws
 * {@link RateLimitExceededException}, which reaches callers of futures and reactive types
 * as a failed result. On a type it applies to every public method that has none of its
 * own, except {@code equals}, {@code hashCode} and {@code toString}. It may be used on
 * other annotations.
 */
@Target({ ElementType.METHOD, ElementType.TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Repeatable(RateLimited.Tiers.class)
public @interface RateLimited {

	/**
	 * Name of a policy in {@code redis-patterns.ratelimit.policies}, or, together with
	 * {@link #limit()}, a name for the limit given here. Such as {@code "login"}.
	 * @return the name; the class and method if empty
	 */
	String value() default "";

	/**
	 * Calls per period, such as {@code 100}.
	 * @return the limit; 0 if the named policy says it
	 */
	long limit() default 0;

	/**
	 * Length of the period, such as {@code "10s"} or {@code "PT1H"}.
	 * @return the period; required with a limit
	 */
	String period() default "";

	/**
	 * Calls admitted at once, for {@link Algorithm#GCRA} and
	 * {@link Algorithm#TOKEN_BUCKET}.
	 * @return the burst; the limit if 0
	 */
	long burst() default 0;

	/**
	 * How the limit decides.
	 * @return the algorithm
	 */
	Algorithm algorithm() default Algorithm.GCRA;

	/**
	 * SpEL that names who is counted, such as {@code "#order.customerId"}.
	 * @return the expression; {@link #by()} decides if empty
	 */
	String key() default "";

	/**
	 * Whose calls are counted together if there is no {@link #key()}.
	 * @return kind of caller
	 */
	By by() default By.EVERYBODY;

	/**
	 * SpEL that gives the cost of a call, such as {@code "#items.size()"}.
	 * @return the expression; 1 if empty
	 */
	String cost() default "";

	/**
	 * Longest time to wait for the turn, such as {@code "200ms"}.
	 * @return the time; none if empty
	 */
	String maxWait() default "";

	/**
	 * SpEL over {@code #result} and {@code #error} that tells after the call whether it
	 * counts, such as {@code "#error != null"}. Until then it does.
	 * @return the expression; every call counts if empty
	 */
	String countWhen() default "";

	/**
	 * What to do while Redis cannot decide.
	 * @return at most one; {@code redis-patterns.ratelimit.when-unavailable} if empty
	 */
	WhenUnavailable[] whenUnavailable() default {};

	/**
	 * Whether refusals are only counted, not enforced.
	 * @return whether this limit is a trial
	 */
	boolean shadow() default false;

	/**
	 * Several limits on one method.
	 */
	@Target({ ElementType.METHOD, ElementType.TYPE })
	@Retention(RetentionPolicy.RUNTIME)
	@Documented
	@interface Tiers {

		/**
		 * The limits.
		 * @return the limits
		 */
		RateLimited[] value();

	}

}
