package io.github.redispatterns.lock.jdbc;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for the fencing guard of a database.
 *
 * @param table table that remembers the highest token of each resource, with its schema
 * if need be
 */
@ConfigurationProperties("redis-patterns.lock.jdbc")
public record JdbcFencingProperties(@DefaultValue("redis_patterns_fence") String table) {

	public JdbcFencingProperties {
		JdbcFencingGuard.requireTable(table, "redis-patterns.lock.jdbc.table");
	}

}
