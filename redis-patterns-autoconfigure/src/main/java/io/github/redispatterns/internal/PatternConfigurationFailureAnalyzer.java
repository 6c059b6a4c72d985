package io.github.redispatterns.internal;

import io.github.redispatterns.PatternConfigurationException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says at start-up what is wrong, where, and what to change.
 */
final class PatternConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<PatternConfigurationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, PatternConfigurationException cause) {
		String description = String.valueOf(cause.getMessage());
		return new FailureAnalysis(description.substring(0, description.length() - cause.getAction().length()).trim(),
				cause.getAction(), cause);
	}

}
