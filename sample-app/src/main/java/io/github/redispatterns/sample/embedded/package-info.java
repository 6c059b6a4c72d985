/**
 * A real redis-server inside the application, which the page can pause and kill.
 */
@NullMarked
package io.github.redispatterns.sample.embedded;

import org.jspecify.annotations.NullMarked;
