package io.github.redispatterns.consumer;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.github.redispatterns.ratelimit.RateLimited;

/**
 * A limit with a name of the application's own.
 */
// tag::meta[]
@RateLimited(value = "api", key = "#customer")
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface PerCustomer {

}
// end::meta[]
