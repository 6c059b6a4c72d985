package io.github.redispatterns.benchmarks.harness;

/**
 * How the contenders of one row are called.
 *
 * @param threads how many call at the same time
 * @param keys how many keys the calls are spread over
 * @param trials how often each contender takes its turn
 * @param millis about how long one turn takes
 */
public record Load(int threads, int keys, int trials, int millis) {
}
