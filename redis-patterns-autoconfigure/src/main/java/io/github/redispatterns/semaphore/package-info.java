/**
 * Semaphores and pools of resources that all instances share.
 */
@NullMarked
package io.github.redispatterns.semaphore;

import org.jspecify.annotations.NullMarked;
