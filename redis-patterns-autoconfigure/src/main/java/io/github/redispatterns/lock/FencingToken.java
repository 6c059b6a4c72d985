package io.github.redispatterns.lock;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Parameter of a {@link DistributedLock} method, of type {@code long} or {@code Long},
 * that receives the fencing token of the lock.
 * <p>
 * Callers pass any value, such as 0; the method never sees it.
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface FencingToken {

}
