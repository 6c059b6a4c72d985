package io.github.redispatterns.internal;

/**
 * One row of a pattern's meter table.
 *
 * @param name name of the meter
 * @param type counter, timer or gauge, with its unit
 * @param tags tag names with their closed sets of values
 * @param purpose what it tells
 */
public record MeterRow(String name, String type, String tags, String purpose) {
}
