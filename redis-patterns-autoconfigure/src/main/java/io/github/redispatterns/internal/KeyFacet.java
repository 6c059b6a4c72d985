package io.github.redispatterns.internal;

/**
 * One row of a pattern's key table: what a key holds and how long it lives.
 *
 * @param pattern name of the pattern
 * @param facet last part of the key; a suffix after a dot may follow it
 * @param type type of the value in Redis
 * @param lifetime when the key goes away
 * @param purpose what the value is for
 */
public record KeyFacet(String pattern, String facet, String type, String lifetime, String purpose) {
}
