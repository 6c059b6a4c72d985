package io.github.redispatterns.cache;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Evicts all values with any of some tags when the method has succeeded, or after the
 * commit of the transaction in which it did. One command for each cache, however many
 * values there are.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface CacheTagEvict {

	/**
	 * SpEL expressions, each of a text or a collection of texts; {@code #result} is the
	 * value. Those that give nothing are left out.
	 * @return the expressions, such as {@code "'tenant:' + #tenant"}
	 */
	String[] tags();

	/**
	 * Caches to evict from.
	 * @return their names; none for all caches that this instance has used and all that
	 * properties name
	 */
	String[] cacheNames() default {};

	/**
	 * Whether to evict before the method is called, whatever becomes of it.
	 * @return {@code true} to evict at once
	 */
	boolean beforeInvocation() default false;

}
