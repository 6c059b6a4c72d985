package io.github.redispatterns.sample.shop;

import java.math.BigDecimal;

/**
 * Something that was bought.
 *
 * @param id number of the order
 * @param product number of the product
 * @param quantity how many
 * @param total what they cost, in euros
 * @param token fencing token under which the stock was written
 */
public record Order(long id, long product, int quantity, BigDecimal total, long token) {

	long cents() {
		return this.total.movePointRight(2).longValueExact();
	}

}
