/**
 * What operators see of all patterns together.
 */
@NullMarked
package io.github.redispatterns.actuate;

import org.jspecify.annotations.NullMarked;
