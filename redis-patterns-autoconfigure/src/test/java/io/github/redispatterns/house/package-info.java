/**
 * The rules of the house, executable. Each is shown to bite by a counter-example.
 */
@NullMarked
package io.github.redispatterns.house;

import org.jspecify.annotations.NullMarked;
