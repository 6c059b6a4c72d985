package io.github.redispatterns.benchmarks.harness;

import java.util.List;
import java.util.Locale;

/**
 * Prints what was measured as Markdown.
 */
public final class Table {

	private static final String HEAD = """
			| contender | calls/s | of the floor (min-max) | by processor time | commands | in scripts \
			| command µs | server CPU µs | client CPU µs | client bytes | answers |
			|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|""";

	private Table() {
	}

	/**
	 * Format one row of the benchmark: a table of its contenders.
	 * @param title what the row is about
	 * @param outcomes the outcomes, the floor first
	 * @return the lines
	 */
	public static String of(String title, List<Outcome> outcomes) {
		StringBuilder table = new StringBuilder("\n### " + title + "\n\n" + HEAD + "\n");
		outcomes.forEach((outcome) -> table.append(line(outcome, outcomes.get(0))).append('\n'));
		return table.toString();
	}

	private static String line(Outcome outcome, Outcome floor) {
		Spread ratio = outcome.against(floor, Trial::nanos);
		return String.format(Locale.ROOT,
				"| %s | %,.0f | **%s** (%s-%s) | %s | %.2f | %.2f | %.2f | %.2f | %.2f | %,.0f | %s |", outcome.name(),
				1e9 / outcome.each(Trial::nanos).median(), ratio(ratio.median()), ratio(ratio.least()),
				ratio(ratio.most()), ratio(outcome.against(floor, Trial::processorMicros).median()),
				outcome.commandsPerCall(), outcome.commandsInScriptsPerCall(),
				outcome.each(Trial::commandMicros).median(), outcome.each(Trial::serverMicros).median(),
				outcome.each(Trial::clientMicros).median(), outcome.each(Trial::bytes).median(),
				(outcome.wrong() == 0) ? "all right" : outcome.wrong() + " WRONG");
	}

	private static String ratio(double value) {
		return String.format(Locale.ROOT, (value < 10) ? "%.2f" : "%,.0f", value);
	}

}
