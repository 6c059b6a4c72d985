/**
 * The kernel that the patterns stand on: scripts, keys, server time, advice, failure
 * handling and meters. Not API: it changes without notice.
 */
@NullMarked
package io.github.redispatterns.internal;

import org.jspecify.annotations.NullMarked;
