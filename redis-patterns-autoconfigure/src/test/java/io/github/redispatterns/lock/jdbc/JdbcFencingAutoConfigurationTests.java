package io.github.redispatterns.lock.jdbc;

import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

class JdbcFencingAutoConfigurationTests {

	private final ApplicationContextRunner empty = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JdbcFencingAutoConfiguration.class));

	private final ApplicationContextRunner runner = this.empty.withConfiguration(
			AutoConfigurations.of(DataSourceAutoConfiguration.class, JdbcTemplateAutoConfiguration.class));

	@Test
	void configuresAGuardBesideADataSource() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(JdbcFencingGuard.class));
	}

	@Test
	void doesNothingWithoutADataSource() {
		this.empty.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(JdbcFencingGuard.class));
	}

	@Test
	void doesNothingWithoutSpringJdbc() {
		this.empty.withClassLoader(new FilteredClassLoader(JdbcOperations.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(JdbcFencingGuard.class));
	}

	@Test
	void isSwitchedOffWithLocks() {
		this.runner.withPropertyValues("redis-patterns.lock.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(JdbcFencingGuard.class));
	}

	@Test
	void backsOffWhenTheUserDefinesOne() {
		JdbcFencingGuard own = new JdbcFencingGuard(new JdbcTemplate(), "mine");
		this.runner.withBean(JdbcFencingGuard.class, () -> own)
			.run((context) -> assertThat(context.getBean(JdbcFencingGuard.class)).isSameAs(own));
	}

	@Test
	void namesTheTableThatIsNone() {
		this.runner.withPropertyValues("redis-patterns.lock.jdbc.table=a b")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.hasMessageContaining("'redis-patterns.lock.jdbc.table' is \"a b\""));
	}

}
