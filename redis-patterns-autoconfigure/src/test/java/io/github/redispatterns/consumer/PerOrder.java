package io.github.redispatterns.consumer;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.github.redispatterns.lock.DistributedLock;

import org.springframework.core.annotation.AliasFor;

/**
 * A lock with a name of the application's own.
 */
// tag::meta[]
@DistributedLock(name = "order", waitTime = "2s")
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface PerOrder {

	@AliasFor(annotation = DistributedLock.class, attribute = "key")
	String value();

}
// end::meta[]
