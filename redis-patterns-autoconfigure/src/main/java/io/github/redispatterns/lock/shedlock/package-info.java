/**
 * Locks for ShedLock's scheduled tasks.
 */
@NullMarked
package io.github.redispatterns.lock.shedlock;

import org.jspecify.annotations.NullMarked;
