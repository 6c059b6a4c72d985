package io.github.redispatterns.circuitbreaker;

import org.jspecify.annotations.Nullable;

/**
 * Tells how a call counts.
 */
final class Outcomes {

	private final Recording recording;

	private final long slow;

	Outcomes(CircuitBreakerConfig config) {
		this.recording = config.recording();
		this.slow = config.slowCallDurationThreshold().toNanos();
	}

	Outcome of(@Nullable Object result, long nanos) {
		boolean failed = this.recording.recordResult() != null && this.recording.recordsResult(result);
		return Outcome.of(failed, nanos > this.slow);
	}

	Outcome of(Throwable failure, long nanos) {
		boolean failed;
		try {
			if (this.recording.ignores(failure)) {
				return Outcome.IGNORED;
			}
			failed = this.recording.records(failure);
		}
		catch (RuntimeException ex) {
			// what the call threw must reach its caller
			if (ex != failure) {
				failure.addSuppressed(ex);
			}
			failed = true;
		}
		return Outcome.of(failed, nanos > this.slow);
	}

}
