package io.github.redispatterns.benchmarks.harness;

import java.util.Arrays;

/**
 * The middle of some values, and their ends.
 *
 * @param median the middle one
 * @param least the smallest
 * @param most the largest
 */
record Spread(double median, double least, double most) {

	static Spread of(double... values) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		return new Spread(sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1]);
	}

}
