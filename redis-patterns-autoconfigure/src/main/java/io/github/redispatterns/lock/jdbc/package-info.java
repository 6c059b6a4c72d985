/**
 * Fencing of what transactions write to a database.
 */
@NullMarked
package io.github.redispatterns.lock.jdbc;

import org.jspecify.annotations.NullMarked;
