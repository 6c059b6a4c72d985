package io.github.redispatterns.benchmarks.harness;

import java.util.function.IntPredicate;

/**
 * One way to do what a row of the table asks for.
 *
 * @param name as the table shows it
 * @param server the server that it uses
 * @param call does it once for a numbered key
 * @param expected what every call must answer
 */
public record Contender(String name, Server server, IntPredicate call, boolean expected) {
}
