package io.github.redispatterns.circuitbreaker;

import java.util.List;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Which outcomes are failures. An exception that is ignored counts as nothing; one that
 * is neither ignored nor recorded counts as a success.
 *
 * @param recordExceptions exceptions that are failures; all if empty and there is no
 * predicate
 * @param ignoreExceptions exceptions that count as nothing, before all other rules
 * @param recordFailure tells further exceptions that are failures
 * @param ignoreException tells further exceptions that count as nothing
 * @param recordResult tells results that are failures
 */
public record Recording(List<Class<? extends Throwable>> recordExceptions,
		List<Class<? extends Throwable>> ignoreExceptions, @Nullable Predicate<Throwable> recordFailure,
		@Nullable Predicate<Throwable> ignoreException, @Nullable Predicate<Object> recordResult) {

	static final Recording ALL = new Recording(List.of(), List.of(), null, null, null);

	public Recording {
		recordExceptions = List.copyOf(recordExceptions);
		ignoreExceptions = List.copyOf(ignoreExceptions);
	}

	/**
	 * Record some exceptions and ignore others.
	 * @param recorded exceptions that are failures; all if empty
	 * @param ignored exceptions that count as nothing
	 * @return the rule
	 */
	public static Recording of(List<Class<? extends Throwable>> recorded, List<Class<? extends Throwable>> ignored) {
		return new Recording(recorded, ignored, null, null, null);
	}

	boolean ignores(Throwable failure) {
		return isOneOf(this.ignoreExceptions, failure)
				|| (this.ignoreException != null && this.ignoreException.test(failure));
	}

	boolean records(Throwable failure) {
		if (this.recordExceptions.isEmpty() && this.recordFailure == null) {
			return true;
		}
		return isOneOf(this.recordExceptions, failure)
				|| (this.recordFailure != null && this.recordFailure.test(failure));
	}

	boolean recordsResult(@Nullable Object result) {
		return this.recordResult != null && result != null && this.recordResult.test(result);
	}

	private static boolean isOneOf(List<Class<? extends Throwable>> types, Throwable failure) {
		for (Class<? extends Throwable> type : types) {
			if (type.isInstance(failure)) {
				return true;
			}
		}
		return false;
	}

}
