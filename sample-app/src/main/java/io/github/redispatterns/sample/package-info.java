/**
 * A small shop that uses every pattern through the starter alone, and a page that shows
 * them at work.
 */
@NullMarked
package io.github.redispatterns.sample;

import org.jspecify.annotations.NullMarked;
