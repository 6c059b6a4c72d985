package io.github.redispatterns.support;

import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HygieneTests {

	private static final long TTL = 60_000;

	private final KeyHygiene hygiene = new KeyHygiene(
			new HygieneRules("shop", Set.of("lock:fence"), Set.of("counter:total")));

	@Test
	void acceptsADeclaredKeyWithATimeToLive() {
		this.hygiene.inspect("shop:lock:{order-42}:fence", TTL);
		this.hygiene.inspect("shop:lock:{a%3Ab}:fence.7.tail", TTL);

		assertThat(this.hygiene.violations()).isEmpty();
	}

	@Test
	void acceptsAPermanentKeyWithoutATimeToLive() {
		this.hygiene.inspect("shop:counter:{visits}:total", -1);

		assertThat(this.hygiene.violations()).isEmpty();
	}

	@Test
	void ignoresAKeyThatExpiredMeanwhile() {
		this.hygiene.inspect("anything", -2);

		assertThat(this.hygiene.violations()).isEmpty();
	}

	@Test
	void reportsAMissingTimeToLive() {
		this.hygiene.inspect("shop:lock:{order-42}:fence", -1);

		assertThat(this.hygiene.violations()).containsExactly("Key 'shop:lock:{order-42}:fence' has no time to live");
	}

	@Test
	void reportsAForeignKey() {
		this.hygiene.inspect("other:lock:{order-42}:fence", TTL);
		this.hygiene.inspect("order-42", TTL);

		assertThat(this.hygiene.violations()).containsExactly(
				"Key 'other:lock:{order-42}:fence' is outside the namespace 'shop'",
				"Key 'order-42' is not <namespace>:<pattern>:{<entity>}:<facet>");
	}

	@Test
	void reportsAnUndeclaredFacet() {
		this.hygiene.inspect("shop:lock:{order-42}:owner", TTL);

		assertThat(this.hygiene.violations())
			.containsExactly("Key 'shop:lock:{order-42}:owner' has the undeclared facet 'lock:owner'");
	}

	@Test
	void reportsUnescapedText() {
		this.hygiene.inspect("shop:lock:{a{b}:fence", TTL);
		this.hygiene.inspect("shop:lock:{}:fence", TTL);

		assertThat(this.hygiene.violations()).hasSize(2)
			.allMatch((violation) -> violation.contains("is not <namespace>"));
	}

}
