package io.github.redispatterns.benchmarks.cache;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What is cached: about 1 KB of JSON.
 *
 * @param id its number
 * @param name what it is called
 * @param description what it is
 * @param price what it costs
 * @param stock how many there are
 * @param labels what it is found by
 * @param attributes what else is known
 */
public record Product(int id, String name, String description, BigDecimal price, int stock, List<String> labels,
		Map<String, String> attributes) {

	private static final int DIFFERENT = 1_024;

	private static final Product[] PRODUCTS = IntStream.range(0, DIFFERENT)
		.mapToObj(Product::create)
		.toArray(Product[]::new);

	/**
	 * Return a product that exists already, so that nobody is measured creating it.
	 * @param number any number
	 * @return the product
	 */
	public static Product of(int number) {
		return PRODUCTS[number % DIFFERENT];
	}

	/**
	 * Whether this is what belongs to a number.
	 * @param number the number
	 * @return whether it is
	 */
	public boolean isOf(int number) {
		return this.id == number % DIFFERENT;
	}

	private static Product create(int id) {
		Map<String, String> attributes = new TreeMap<>();
		for (int i = 0; i < 8; i++) {
			attributes.put("attribute-" + i, "value " + (id + i) + " of the product");
		}
		return new Product(id, "Garden chair, model " + id, "A chair that may stay outside in all seasons. ".repeat(12),
				BigDecimal.valueOf(4_990 + id, 2), id % 90, List.of("garden", "chair", "outdoor", "wood", "sale"),
				attributes);
	}

}
