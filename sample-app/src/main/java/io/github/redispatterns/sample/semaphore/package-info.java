/**
 * The card of semaphores.
 */
@NullMarked
package io.github.redispatterns.sample.semaphore;

import org.jspecify.annotations.NullMarked;
