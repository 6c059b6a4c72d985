/**
 * The shop: products in a relational database behind a REST API.
 */
@NullMarked
package io.github.redispatterns.sample.shop;

import org.jspecify.annotations.NullMarked;
