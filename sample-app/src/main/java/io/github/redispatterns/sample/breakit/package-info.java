/**
 * The ways to break Redis on purpose.
 */
@NullMarked
package io.github.redispatterns.sample.breakit;

import org.jspecify.annotations.NullMarked;
