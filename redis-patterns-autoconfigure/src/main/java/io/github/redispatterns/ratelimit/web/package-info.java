/**
 * Rate limits for HTTP requests: rules in properties, the answer to a refused request,
 * and who its client is. All of it is configured, none of it is called.
 */
@NullMarked
package io.github.redispatterns.ratelimit.web;

import org.jspecify.annotations.NullMarked;
