package io.github.redispatterns.sample.pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SnippetTests {

	@Test
	void cutsAPartOutOfTheSourcesWithoutItsIndentation() {
		Snippet snippet = Snippet.of("sources/shop/Catalogue.java", "ratelimit");

		assertThat(snippet.file()).isEqualTo("Catalogue.java");
		assertThat(snippet.text()).startsWith("@RateLimited(")
			.contains("\n    return this.table")
			.doesNotContain("tag::");
	}

	@Test
	void namesTheFileThatLacksThePart() {
		assertThatIllegalArgumentException().isThrownBy(() -> Snippet.of("sources/shop/Catalogue.java", "teleport"))
			.withMessageContaining("sources/shop/Catalogue.java")
			.withMessageContaining("tag::teleport[]");
	}

}
