package io.github.redispatterns.bloom;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class LayerTests {

	private static final long PLENTY = 64L * 1024 * 1024;

	// bits as the formula gives them, rounded up to whole bytes
	@ParameterizedTest
	@CsvSource({ "100, 0.03, 736, 5", "1000000, 0.01, 9585064, 7", "1000000, 0.001, 14377592, 10", "1, 0.5, 8, 1" })
	void sizesByTheFormula(long capacity, double errorRate, long bits, int hashes) {
		assertThat(Layer.of(capacity, errorRate)).isEqualTo(new Layer(bits, hashes, capacity));
	}

	@Test
	void theErrorsOfAllLayersSumUpToLessThanPromised() {
		List<Layer> plan = Layer.plan(BloomSpec.of(1000, 0.01), PLENTY, "");

		assertThat(plan).hasSize(10);
		assertThat(plan).extracting(Layer::capacity).startsWith(1000L, 2000L, 4000L);
		assertThat(plan.stream().mapToDouble((it) -> Layer.errorRate(it.bits(), it.hashes(), it.capacity())).sum())
			.isBetween(0.009, 0.0101);
	}

	@Test
	void eachOfTwoGenerationsIsHalfAsOftenWrong() {
		BloomSpec spec = BloomSpec.of(1000, 0.01).withOnFull(BloomSpec.OnFull.FAIL);

		assertThat(Layer.plan(spec, PLENTY, "")).containsExactly(Layer.of(1000, 0.01));
		assertThat(Layer.plan(spec.withRotate(Duration.ofHours(1)), PLENTY, "")).containsExactly(Layer.of(1000, 0.005));
	}

	@Test
	void staysWithinTheMemoryOfTwoGenerations() {
		List<Layer> plan = Layer.plan(BloomSpec.of(1000, 0.01), 32 * 1024, "");

		assertThat(plan).hasSizeBetween(2, 4);
		assertThat(plan.stream().mapToLong(Layer::bytes).sum()).isLessThanOrEqualTo(16 * 1024);
	}

	@Test
	void isWrittenForTheScripts() {
		assertThat(Layer.text(List.of(new Layer(736, 5, 100), new Layer(8, 1, 1)), 1024))
			.isEqualTo("4096|736 5 100;8 1 1;");
	}

}
