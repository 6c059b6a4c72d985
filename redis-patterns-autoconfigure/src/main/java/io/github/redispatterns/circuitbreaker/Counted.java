package io.github.redispatterns.circuitbreaker;

/**
 * Outcomes of one generation.
 *
 * @param batch the outcomes
 * @param generation the generation
 */
record Counted(Batch batch, long generation) {
}
