/**
 * Real servers for tests, by name; ways to break them; and what a test must leave behind.
 * It stands on its own: nothing here uses the patterns it helps to test.
 */
@NullMarked
package io.github.redispatterns.support;

import org.jspecify.annotations.NullMarked;
