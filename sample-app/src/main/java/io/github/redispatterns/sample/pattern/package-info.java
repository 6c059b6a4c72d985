/**
 * What every card has: its description, its keys, its last commands and its code.
 */
@NullMarked
package io.github.redispatterns.sample.pattern;

import org.jspecify.annotations.NullMarked;
