/**
 * Locks for Spring Integration.
 */
@NullMarked
package io.github.redispatterns.lock.integration;

import org.jspecify.annotations.NullMarked;
