package io.github.redispatterns.lock.jdbc;

import javax.sql.DataSource;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * Wires the fencing guard of the application's database.
 */
@AutoConfiguration(afterName = "org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration")
@ConditionalOnClass(JdbcOperations.class)
@ConditionalOnBean(DataSource.class)
@ConditionalOnSingleCandidate(JdbcOperations.class)
@ConditionalOnBooleanProperty(name = "redis-patterns.lock.enabled", matchIfMissing = true)
@EnableConfigurationProperties(JdbcFencingProperties.class)
public final class JdbcFencingAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	JdbcFencingGuard redisPatternsJdbcFencingGuard(JdbcOperations jdbc, JdbcFencingProperties properties) {
		return new JdbcFencingGuard(jdbc, properties.table());
	}

}
