package io.github.redispatterns.benchmarks.harness;

import java.util.ArrayList;
import java.util.List;

/**
 * Lets contenders take turns: A B C, A B C, each with a number of calls that is fixed
 * after its warm-up.
 */
public final class Trials {

	private static final int LONGEST_WARM_UP = 10;

	private final Placement placement;

	public Trials(Placement placement) {
		this.placement = placement;
	}

	/**
	 * Measure the contenders of one row.
	 * @param load how they are called
	 * @param contenders the contenders, the floor first
	 * @return what was measured, in the same order
	 */
	public List<Outcome> run(Load load, List<Contender> contenders) {
		try (Crew crew = new Crew(load.threads(), load.keys())) {
			List<Long> calls = new ArrayList<>();
			List<Outcome> outcomes = new ArrayList<>();
			for (Contender contender : contenders) {
				crew.work(contender, 1);
				this.placement.apply();
				long warm = warmUp(crew, contender, load);
				calls.add(warm);
				long watched = Math.min(warm, Math.max(1, 512 / load.threads()));
				Commands commands = Commands.during(contender.server(), () -> crew.work(contender, watched));
				outcomes.add(new Outcome(contender.name(), commands, watched * load.threads()));
			}
			for (int i = 0; i < load.trials(); i++) {
				for (int j = 0; j < contenders.size(); j++) {
					outcomes.get(j).add(measure(crew, contenders.get(j), calls.get(j), load, outcomes.get(j)));
				}
			}
			return outcomes;
		}
	}

	// Calls in ever longer turns until one is long enough, and returns its calls.
	private static long warmUp(Crew crew, Contender contender, Load load) {
		long calls = Math.max(1, 256 / load.threads());
		for (int i = 0; true; i++) {
			double nanos = crew.work(contender, calls).nanos();
			double missing = load.millis() * 1e6 / nanos;
			if (i >= 2 && missing < 1.5 || i == LONGEST_WARM_UP) {
				return Math.max(1, (long) (calls * missing));
			}
			calls = Math.max(1, (long) (calls * Math.min(50, missing)));
		}
	}

	// The first half of a turn is not counted: it fetches the contender's data into the
	// processor's caches, where those of the others were.
	private static Trial measure(Crew crew, Contender contender, long calls, Load load, Outcome outcome) {
		crew.work(contender, Math.max(1, calls / 2));
		Meters start = Meters.read(contender.server());
		Crew.Shift shift = crew.work(contender, calls);
		Meters end = Meters.read(contender.server());
		return Trial.of(calls * load.threads(), shift, start, end, outcome.commands());
	}

}
