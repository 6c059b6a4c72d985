/**
 * The card of caches.
 */
@NullMarked
package io.github.redispatterns.sample.cache;

import org.jspecify.annotations.NullMarked;
