package io.github.redispatterns.lock.advice;

import io.github.redispatterns.internal.GuardedInvocation.Ending;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * A call whose method is not run, and what answers instead.
 *
 * @param answer the answer
 */
record Instead(Answer answer) implements Ending {

	@Override
	public @Nullable Object proceed(MethodInvocation invocation) throws Throwable {
		return this.answer.get();
	}

	@Override
	public void ended(@Nullable Object result, @Nullable Throwable failure) {
		// there is nothing to end
	}

	/** What answers. */
	@FunctionalInterface
	interface Answer {

		@Nullable Object get() throws Throwable;

	}

}
