/**
 * What users write. It sees the public API alone, and the documents quote it.
 */
@NullMarked
package io.github.redispatterns.consumer;

import org.jspecify.annotations.NullMarked;
