package io.github.redispatterns.sample.ratelimit;

import java.util.Map;

import io.github.redispatterns.ratelimit.Decision;

/**
 * What became of a burst of calls.
 *
 * @param asked number of calls
 * @param allowed calls that were admitted
 * @param refused calls that were not
 * @param decidedBy how many each source decided
 * @param last the last decision
 */
record Burst(int asked, int allowed, int refused, Map<Decision.Source, Integer> decidedBy, DecisionView last) {
}
