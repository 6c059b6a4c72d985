/**
 * Rate limits to click on.
 */
@NullMarked
package io.github.redispatterns.sample.ratelimit;

import org.jspecify.annotations.NullMarked;
