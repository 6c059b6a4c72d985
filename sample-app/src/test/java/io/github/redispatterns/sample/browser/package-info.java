/**
 * A real browser, spoken to in the W3C WebDriver protocol over plain HTTP: the few
 * commands that the tests need, instead of a client library and its dependencies.
 */
@NullMarked
package io.github.redispatterns.sample.browser;

import org.jspecify.annotations.NullMarked;
