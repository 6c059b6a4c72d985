package io.github.redispatterns.benchmarks.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What was measured of one contender in one row.
 */
public final class Outcome {

	private final String name;

	private final Commands commands;

	private final long watched;

	private final List<Trial> trials = new ArrayList<>();

	Outcome(String name, Commands commands, long watched) {
		this.name = name;
		this.commands = commands;
		this.watched = watched;
	}

	void add(Trial trial) {
		this.trials.add(trial);
	}

	public String name() {
		return this.name;
	}

	Commands commands() {
		return this.commands;
	}

	double commandsPerCall() {
		return (double) this.commands.sentByClients() / this.watched;
	}

	double commandsInScriptsPerCall() {
		return (double) this.commands.runByScripts() / this.watched;
	}

	long wrong() {
		return this.trials.stream().mapToLong(Trial::wrong).sum();
	}

	Spread each(ToDoubleFunction<Trial> what) {
		return Spread.of(this.trials.stream().mapToDouble(what).toArray());
	}

	// How many times cheaper than another contender in the same trial.
	Spread against(Outcome other, ToDoubleFunction<Trial> cost) {
		double[] ratios = new double[this.trials.size()];
		for (int i = 0; i < ratios.length; i++) {
			ratios[i] = cost.applyAsDouble(other.trials.get(i)) / cost.applyAsDouble(this.trials.get(i));
		}
		return Spread.of(ratios);
	}

}
