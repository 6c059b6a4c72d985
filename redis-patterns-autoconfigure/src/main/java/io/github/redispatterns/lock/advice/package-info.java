/**
 * What {@link io.github.redispatterns.lock.DistributedLock} means.
 */
@NullMarked
package io.github.redispatterns.lock.advice;

import org.jspecify.annotations.NullMarked;
