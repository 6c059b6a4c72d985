package io.github.redispatterns.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * Runs a method between an admission and its end, whatever the method returns.
 */
public final class GuardedInvocation {

	private GuardedInvocation() {
	}

	/**
	 * Admit, invoke and tell the outcome.
	 * @param invocation the method
	 * @param kind what it returns
	 * @param admission asked first; refuses by exception, which reaches the caller as a
	 * failed future or an error signal if that is how the method answers
	 * @return what the method returned, ending with the outcome told
	 * @throws Throwable what the method or the admission threw
	 */
	public static @Nullable Object proceed(MethodInvocation invocation, ReturnKind kind, Supplier<Ending> admission)
			throws Throwable {
		return switch (kind) {
			case VALUE -> value(invocation, admission);
			case FUTURE -> future(invocation, admission);
			case REACTIVE -> ReactiveInvocation.proceed(invocation, admission);
		};
	}

	private static @Nullable Object value(MethodInvocation invocation, Supplier<Ending> admission) throws Throwable {
		Ending ending = admission.get();
		Object result;
		try {
			result = ending.proceed(invocation);
		}
		catch (Throwable ex) {
			ending.ended(null, ex);
			throw ex;
		}
		ending.ended(result, null);
		return result;
	}

	private static @Nullable Object future(MethodInvocation invocation, Supplier<Ending> admission) throws Throwable {
		Ending ending;
		try {
			ending = admission.get();
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
		Object result;
		try {
			result = ending.proceed(invocation);
		}
		catch (Throwable ex) {
			ending.ended(null, ex);
			throw ex;
		}
		if (result == null) {
			ending.ended(null, null);
			return null;
		}
		return ((CompletionStage<?>) result).whenComplete((value, ex) -> ending.ended(value,
				(ex instanceof CompletionException && ex.getCause() != null) ? ex.getCause() : ex));
	}

	/**
	 * Told how an admitted call ended.
	 */
	@FunctionalInterface
	public interface Ending {

		/**
		 * The call ended.
		 * @param result what it gave, {@code null} for reactive streams of many values
		 * @param failure what it threw
		 */
		void ended(@Nullable Object result, @Nullable Throwable failure);

		/**
		 * The subscriber of a reactive call went away before it gave anything. It has
		 * ended like any other unless it is of interest that nothing is known of it.
		 */
		default void cancelled() {
			ended(null, null);
		}

		/**
		 * Run the admitted call.
		 * @param invocation the call
		 * @return what the method returned, or what to return instead of calling it
		 * @throws Throwable what the method threw
		 */
		default @Nullable Object proceed(MethodInvocation invocation) throws Throwable {
			return invocation.proceed();
		}

	}

}
