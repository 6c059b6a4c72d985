/**
 * Locks that all instances share.
 */
@NullMarked
package io.github.redispatterns.lock;

import org.jspecify.annotations.NullMarked;
