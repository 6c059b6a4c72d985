/**
 * Rate limits that all instances share: decided by one script in one round trip, on the
 * server's time, and never consuming anything for a call that is refused.
 */
@NullMarked
package io.github.redispatterns.ratelimit;

import org.jspecify.annotations.NullMarked;
