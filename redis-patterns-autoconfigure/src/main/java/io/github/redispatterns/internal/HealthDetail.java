package io.github.redispatterns.internal;

import java.util.Map;

/**
 * What a pattern adds to the health of all patterns: facts for operators, which never
 * take the application down.
 */
@FunctionalInterface
public interface HealthDetail {

	/**
	 * Return the facts; must not block.
	 * @return facts by name
	 */
	Map<String, Object> healthDetails();

}
