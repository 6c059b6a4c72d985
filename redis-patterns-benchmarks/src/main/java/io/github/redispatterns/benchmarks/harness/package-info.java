/**
 * Frame of the benchmarks: a server, where threads run, interleaved trials and the table.
 */
@NullMarked
package io.github.redispatterns.benchmarks.harness;

import org.jspecify.annotations.NullMarked;
