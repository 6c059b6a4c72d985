/**
 * The card of locks.
 */
@NullMarked
package io.github.redispatterns.sample.lock;

import org.jspecify.annotations.NullMarked;
