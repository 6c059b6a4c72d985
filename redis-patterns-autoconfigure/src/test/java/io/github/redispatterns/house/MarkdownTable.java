package io.github.redispatterns.house;

import java.util.ArrayList;
import java.util.List;

/**
 * A table that is readable as text, too.
 */
final class MarkdownTable {

	private final List<List<String>> rows = new ArrayList<>();

	MarkdownTable(String... heading) {
		row(heading);
	}

	void row(String... cells) {
		List<String> row = new ArrayList<>();
		for (String cell : cells) {
			row.add(cell.replace("|", "\\|"));
		}
		this.rows.add(row);
	}

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < this.rows.size(); i++) {
			text.append("| ").append(String.join(" | ", this.rows.get(i))).append(" |\n");
			if (i == 0) {
				text.append("|---".repeat(this.rows.get(i).size())).append("|\n");
			}
		}
		return text.toString();
	}

}
