/**
 * One stream of live data for all cards.
 */
@NullMarked
package io.github.redispatterns.sample.live;

import org.jspecify.annotations.NullMarked;
