package io.github.redispatterns.circuitbreaker;

import java.util.Collection;

/**
 * Circuit breakers that all instances of the application share.
 * <p>
 * A breaker is known by its name. Those of
 * {@code redis-patterns.circuitbreaker.instances} and of annotations are there from the
 * start; others are made with the default configuration when they are first asked for, up
 * to {@code redis-patterns.circuitbreaker.most}. Safe for concurrent use.
 */
public interface CircuitBreakers {

	/**
	 * Return a breaker. No command is sent before its first call.
	 * @param name name of the breaker; never text from users, because breakers stay
	 * @return the breaker
	 * @throws io.github.redispatterns.PatternConfigurationException if there are too many
	 */
	CircuitBreaker get(String name);

	/**
	 * Return a breaker of a named configuration.
	 * @param name name of the breaker
	 * @param configuration name of one of {@code redis-patterns.circuitbreaker.configs}
	 * @return the breaker
	 * @throws io.github.redispatterns.PatternConfigurationException if there is no such
	 * configuration, or the breaker is known with another one
	 */
	CircuitBreaker get(String name, String configuration);

	/**
	 * Return a breaker of a configuration made in code.
	 * @param name name of the breaker
	 * @param config the configuration
	 * @return the breaker
	 * @throws io.github.redispatterns.PatternConfigurationException if the breaker is
	 * known with another configuration
	 */
	CircuitBreaker get(String name, CircuitBreakerConfig config);

	/**
	 * Return the known breakers.
	 * @return breakers in the order of their names
	 */
	Collection<CircuitBreaker> all();

}
