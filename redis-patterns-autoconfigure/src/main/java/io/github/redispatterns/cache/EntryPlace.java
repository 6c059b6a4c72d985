package io.github.redispatterns.cache;

import io.github.redispatterns.internal.WakeUps;

/**
 * Where the entry of a cache is in Redis. For the packages of this library.
 *
 * @param key its key as a text
 * @param value key of the value
 * @param lease key of the lease
 * @param signals where scripts signal that a load may begin
 */
public record EntryPlace(String key, byte[] value, byte[] lease, WakeUps.Address signals) {
}
