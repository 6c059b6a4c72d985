package io.github.redispatterns.internal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What a person reads when a setting is wrong.
 */
@ExtendWith(OutputCaptureExtension.class)
class PatternConfigurationFailureAnalyzerTests {

	@Test
	void saysWhatIsWrongAndWhatToChange(CapturedOutput output) {
		SpringApplication application = new SpringApplication(App.class);
		application.setWebApplicationType(WebApplicationType.NONE);

		Throwable failure = catchThrowable(() -> application.run("--redis-patterns.availability.failures=0"));

		assertThat(failure).isNotNull();
		assertThat(output).contains("APPLICATION FAILED TO START")
			.containsPattern(
					"Description:\\s+'redis-patterns.availability.failures' is 0 but must be 1 or more.\\s+Action:"
							+ "\\s+Change 'redis-patterns.availability.failures'.");
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DataRedisAutoConfiguration.class, KernelAutoConfiguration.class })
	static class App {

	}

}
