package io.github.redispatterns.circuitbreaker;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Guards a method by a circuit breaker that all instances share.
 * <p>
 * A call that is not permitted throws {@link CircuitOpenException}, which reaches callers
 * of futures and reactive types as a failed result, unless a {@link #fallback()} answers.
 * On a type it applies to every public method that has none of its own, except
 * {@code equals}, {@code hashCode} and {@code toString}. It may be used on other
 * annotations.
 */
@Target({ ElementType.METHOD, ElementType.TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface DistributedCircuitBreaker {

	/**
	 * Name of the breaker, such as {@code "payment"}. Methods with the same name share a
	 * breaker. Placeholders are resolved.
	 * @return the name
	 */
	String name();

	/**
	 * Name of one of {@code redis-patterns.circuitbreaker.configs}.
	 * @return the configuration; that of the instance of the name, or the default one, if
	 * empty
	 */
	String configuration() default "";

	/**
	 * Method that answers instead, such as {@code "fromCache"}, or {@code "bean::method"}
	 * of another bean. It takes the parameters of this method, the exception, or both,
	 * the exception last, and returns the same type. Of several methods with that name
	 * the one with the most specific exception type that fits is called; exceptions that
	 * none takes reach the caller.
	 * @return the method; none if empty
	 */
	String fallback() default "";

}
