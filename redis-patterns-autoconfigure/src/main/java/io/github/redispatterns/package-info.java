/**
 * Vocabulary that every pattern shares: what is thrown when Redis cannot answer or a key
 * cannot be made.
 */
@NullMarked
package io.github.redispatterns;

import org.jspecify.annotations.NullMarked;
