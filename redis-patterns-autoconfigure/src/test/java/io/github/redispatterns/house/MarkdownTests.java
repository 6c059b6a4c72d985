package io.github.redispatterns.house;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The checkers of documents, on good and bad documents.
 */
class MarkdownTests {

	@TempDir
	private Path folder;

	@Test
	void findsHeadingsOutsideOfCode() {
		Markdown page = page("# Lock\n## One\n```yaml\n## none\n```\n### Deeper\n## Two\n");

		assertThat(page.headings(2)).containsExactly("One", "Two");
	}

	@Test
	void findsBrokenLinks() throws Exception {
		Files.writeString(this.folder.resolve("other.md"), "# Other page: it's one\n");

		assertThat(page("""
				# Here
				[a](other.md) [b](other.md#other-page-its-one) [c](#here) [d](https://example.org) `[e](code)`
				[f](gone.md) [g](other.md#gone) [h](#gone)
				```text
				[i](fenced.md)
				```
				""").brokenLinks()).containsExactly("gone.md", "other.md#gone", "#gone");
	}

	@Test
	void cutsRegionsOutOfSources() throws Exception {
		Path source = Files.writeString(this.folder.resolve("Shop.java"), """
				class Shop {
					// tag::use[]
					@RateLimited
					void order() {
						// tag::inner[]
						work();
						// end::inner[]
					}
					// end::use[]
				}
				""");

		assertThat(Markdown.region(source, "use")).isEqualTo("@RateLimited\nvoid order() {\n\twork();\n}");
		assertThat(Markdown.region(source, "inner")).isEqualTo("work();");
		assertThat(Markdown.region(source, "gone")).isEmpty();
	}

	@Test
	void findsCodeThatDiffersFromItsSource() throws Exception {
		Path source = Files.writeString(this.folder.resolve("app.yml"), "# tag::all[]\na: 1\n# end::all[]\n");
		String marker = "<!-- source: " + source + "#all -->\n";

		assertThat(page(marker + "```yaml\na: 1\n```\n").differencesFromSources()).isEmpty();
		assertThat(page(marker + "```yaml\na: 2\n```\n").differencesFromSources()).hasSize(1);
		assertThat(page("<!-- source: gone#all -->\n```yaml\na: 1\n```\n").differencesFromSources()).hasSize(1);
	}

	@Test
	void readsComments() {
		SourceDocs docs = SourceDocs.parse("""

				* Looks at {@code a} or {@link Quota#NEVER}. More of it.
				* <p>
				* Even more.
				* @param key whose count it is;
				* everybody's if left out
				* @return what {@code @RateLimited} sees
				""");

		assertThat(docs.summary()).isEqualTo("Looks at `a` or `NEVER`.");
		assertThat(docs.params()).containsOnlyKeys("key")
			.containsEntry("key", "whose count it is; everybody's if left out");
	}

	private Markdown page(String text) {
		return new Markdown(this.folder.resolve("page.md"), text);
	}

}
