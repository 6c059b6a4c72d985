package io.github.redispatterns.benchmarks.harness;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

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
	 * Format the medians of all rows: how many times the floor's throughput.
	 * @param rows titles and outcomes, the floor first
	 * @return the lines
	 */
	public static String summary(Map<String, List<Outcome>> rows) {
		StringBuilder table = new StringBuilder();
		rows.forEach((title, outcomes) -> {
			if (table.isEmpty()) {
				table.append("| |")
					.append(cells(outcomes, Outcome::name))
					.append("\n|---|")
					.append(cells(outcomes, (outcome) -> "---:"))
					.append('\n');
			}
			table.append("| ").append(title).append(" |").append(cells(outcomes, (outcome) -> {
				Spread ratio = outcome.against(outcomes.get(0), Trial::nanos);
				return ratio(ratio.median());
			})).append('\n');
		});
		return table.toString();
	}

	private static String cells(List<Outcome> outcomes, Function<Outcome, String> cell) {
		return outcomes.stream()
			.skip(1)
			.map((outcome) -> " " + cell.apply(outcome) + " |")
			.collect(Collectors.joining());
	}

	/**
	 * Format one row of the benchmark in detail: a table of its contenders.
	 * @param title what the row is about
	 * @param outcomes the outcomes, the floor first
	 * @return the lines
	 */
	public static String details(String title, List<Outcome> outcomes) {
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
