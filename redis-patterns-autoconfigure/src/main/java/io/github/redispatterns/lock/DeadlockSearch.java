package io.github.redispatterns.lock;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The search of one waiting caller for a circle of waits back to itself (after Chandy,
 * Misra and Haas 1983, with reads in place of probes).
 * <p>
 * The edges of the circle are read one after another, so together they may never have
 * been true. But tokens are used for one wait and one hold only: what is there in two
 * passes was there all the time between, and a wait that has gone on meanwhile is not the
 * record of a dead instance. So a circle counts when a second pass finds the same one and
 * every wait in it alive. All who are in it find the same circle, and the one with the
 * highest token gives up.
 */
final class DeadlockSearch {

	private static final int LONGEST = 32;

	private @Nullable List<Step> suspicion;

	/**
	 * Make a pass.
	 * @param mine the wait of this caller
	 * @param graph who waits for whom
	 * @return the circle, beginning with this caller, if it is certain and this caller is
	 * the one to give up
	 */
	@Nullable List<Step> look(WaitGraph.Wait mine, WaitGraph graph) {
		List<Step> found = circle(mine, graph);
		List<Step> before = this.suspicion;
		if (found == null || before == null || !isSame(before, found)) {
			this.suspicion = found;
			return null;
		}
		return (isAlive(before, found) && isHighest(mine, found)) ? found : null;
	}

	private static @Nullable List<Step> circle(WaitGraph.Wait mine, WaitGraph graph) {
		List<Step> steps = new ArrayList<>();
		Set<String> seen = new HashSet<>();
		WaitGraph.Wait wait = mine;
		while (wait != null && seen.add(wait.token()) && seen.size() <= LONGEST) {
			String holder = graph.holder(wait.entity());
			if (holder == null) {
				return null;
			}
			steps.add(new Step(wait, holder));
			wait = graph.waitOf(holder);
			if (wait != null && wait.token().equals(mine.token())) {
				return steps;
			}
		}
		return null;
	}

	private static boolean isSame(List<Step> before, List<Step> now) {
		return before.stream().map(Step::edge).toList().equals(now.stream().map(Step::edge).toList());
	}

	private static boolean isAlive(List<Step> before, List<Step> now) {
		for (int i = 1; i < now.size(); i++) {
			if (now.get(i).waiting().beat() <= before.get(i).waiting().beat()) {
				return false;
			}
		}
		return true;
	}

	private static boolean isHighest(WaitGraph.Wait mine, List<Step> circle) {
		return circle.stream().allMatch((step) -> step.waiting().token().compareTo(mine.token()) <= 0);
	}

	/**
	 * Somebody waits for somebody.
	 *
	 * @param waiting what the one waits for
	 * @param holder token with which the other holds it
	 */
	record Step(WaitGraph.Wait waiting, String holder) {

		private List<String> edge() {
			return List.of(this.waiting.token(), this.waiting.entity(), this.holder);
		}

	}

}
