/**
 * Bloom filters that all instances share: what was never added is told apart from what
 * perhaps was, in a few bits per item.
 */
@NullMarked
package io.github.redispatterns.bloom;

import org.jspecify.annotations.NullMarked;
