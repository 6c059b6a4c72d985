package io.github.redispatterns.lock;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.github.redispatterns.PatternConfigurationException;
import io.github.redispatterns.RedisUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * What servers answered, and how many did not.
 *
 * @param <T> type of an answer
 * @param answers the answers
 * @param failures why others did not answer
 */
record Ballot<T>(Map<QuorumNode, T> answers, List<Throwable> failures) {

	/**
	 * Return who answered in some way.
	 * @param answer which answers
	 * @return the servers
	 */
	List<QuorumNode> voters(Predicate<T> answer) {
		return this.answers.entrySet()
			.stream()
			.filter((entry) -> answer.test(entry.getValue()))
			.map(Map.Entry::getKey)
			.toList();
	}

	/**
	 * Throw what no majority makes good: a mistake in the settings.
	 */
	void failOnMistakes() {
		for (Throwable failure : this.failures) {
			if (failure instanceof PatternConfigurationException mistake) {
				throw mistake;
			}
		}
	}

	/**
	 * Say that servers are missing.
	 * @param what what could not be done
	 * @param needed how many answers are needed
	 * @return the exception
	 */
	RedisUnavailableException unavailable(String what, int needed) {
		Throwable cause = this.failures.isEmpty() ? null : this.failures.get(0);
		String message = "%s: %d of %d servers answered in time and %d are needed".formatted(what, this.answers.size(),
				this.answers.size() + this.failures.size(), needed);
		return unavailable(message + ((cause != null) ? "; " + cause.getMessage() : ""), cause);
	}

	private static RedisUnavailableException unavailable(String message, @Nullable Throwable cause) {
		return (cause != null) ? new RedisUnavailableException(message, cause) : new RedisUnavailableException(message);
	}

}
