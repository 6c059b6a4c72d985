package io.github.redispatterns.semaphore;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Fills a parameter with an item of a pool that is leased while the method runs, or until
 * the future or reactive type that it returns completes.
 * <p>
 * The parameter is a {@link LeasedItem} or a {@code String}. Callers pass any value, such
 * as {@code null}; the method never sees it. A call that gets no item in time throws
 * {@link PermitNotAvailableException}.
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface LeasedFrom {

	/**
	 * Name of the pool. May have placeholders.
	 * @return the name
	 */
	String value();

	/**
	 * Longest wait for others, such as {@code "2s"}; {@code "0"} tries once.
	 * @return the time; that of the pool if empty
	 */
	String waitTime() default "";

}
