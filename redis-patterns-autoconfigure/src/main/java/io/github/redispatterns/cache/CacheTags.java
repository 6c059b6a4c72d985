package io.github.redispatterns.cache;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names what the values that a method's {@code @Cacheable} or {@code @CachePut} stores
 * may be evicted by, see {@link CacheTagEvict}.
 * <p>
 * On a method with {@code @CachePut} that returns a future or a reactive type it is
 * refused at start-up.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface CacheTags {

	/**
	 * SpEL expressions, each of a text or a collection of texts; {@code #result} is the
	 * value. Those that give nothing are left out.
	 * @return the expressions, such as {@code "'tenant:' + #tenant"}
	 */
	String[] value();

}
