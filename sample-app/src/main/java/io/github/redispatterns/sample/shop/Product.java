package io.github.redispatterns.sample.shop;

import java.math.BigDecimal;

/**
 * Something to buy.
 *
 * @param id number of the product
 * @param name what it is called
 * @param description what it is
 * @param category where it stands in the shop
 * @param price price in euros
 * @param stock how many there are
 */
public record Product(long id, String name, String description, String category, BigDecimal price, int stock) {
}
