package io.github.redispatterns.support;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The keys a {@link RedisTest} may leave behind. Without it: none.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ ElementType.TYPE, ElementType.ANNOTATION_TYPE })
public @interface RedisKeys {

	/**
	 * First segment of every key.
	 * @return the namespace
	 */
	String namespace() default "test";

	/**
	 * Kinds of key with a time to live, as {@code pattern:facet}, such as
	 * {@code "lock:fence"}.
	 * @return the facets
	 */
	String[] value() default {};

	/**
	 * Kinds of key that may live for ever, as {@code pattern:facet}.
	 * @return the facets without time to live
	 */
	String[] permanent() default {};

}
