package io.github.redispatterns.sample.ratelimit;

import java.util.EnumMap;
import java.util.List;
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

	static Burst of(List<Decision> decisions) {
		Map<Decision.Source, Integer> decidedBy = new EnumMap<>(Decision.Source.class);
		decisions.forEach((decision) -> decidedBy.merge(decision.source(), 1, Integer::sum));
		int allowed = (int) decisions.stream().filter(Decision::allowed).count();
		Decision last = decisions.get(decisions.size() - 1);
		return new Burst(decisions.size(), allowed, decisions.size() - allowed, decidedBy, DecisionView.of(last));
	}

}
