/**
 * The two-tier cache behind plain {@code @Cacheable}: the near tier in this JVM's memory,
 * the far tier in Redis. Instances load a missing value once between them, learn of each
 * other's writes and evictions, and serve what they have while Redis is away.
 */
@NullMarked
package io.github.redispatterns.cache;

import org.jspecify.annotations.NullMarked;
