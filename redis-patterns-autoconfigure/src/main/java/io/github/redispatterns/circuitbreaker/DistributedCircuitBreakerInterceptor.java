package io.github.redispatterns.circuitbreaker;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import io.github.redispatterns.circuitbreaker.Permission.Permitted;
import io.github.redispatterns.circuitbreaker.Permission.Refused;
import io.github.redispatterns.internal.AnnotationInterceptor;
import io.github.redispatterns.internal.GuardedInvocation;
import io.github.redispatterns.internal.GuardedInvocation.Ending;
import io.github.redispatterns.internal.MethodExpression.Call;
import io.github.redispatterns.internal.ReturnKind;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;

/**
 * What {@link DistributedCircuitBreaker} means.
 */
final class DistributedCircuitBreakerInterceptor extends AnnotationInterceptor<GuardedMethod, GuardedMethod.World> {

	DistributedCircuitBreakerInterceptor(ConfigurableBeanFactory beans) {
		super(DistributedCircuitBreaker.class, beans, DistributedCircuitBreakerInterceptor::world);
	}

	@Override
	protected @Nullable GuardedMethod read(Method method, Class<?> targetClass) {
		return GuardedMethod.of(method, targetClass, collaborator());
	}

	@Override
	protected @Nullable Object proceed(MethodInvocation invocation, GuardedMethod guarded, Call call) throws Throwable {
		Fallback fallback = guarded.fallback();
		if (fallback == null) {
			return proceed(invocation, guarded);
		}
		try {
			Object result = proceed(invocation, guarded);
			return (result != null) ? answered(result, guarded.kind(), fallback, invocation) : null;
		}
		catch (Throwable ex) {
			return fallback.answer(ex, invocation.getThis(), invocation.getArguments());
		}
	}

	private static @Nullable Object proceed(MethodInvocation invocation, GuardedMethod guarded) throws Throwable {
		return GuardedInvocation.proceed(invocation, guarded.kind(), () -> admit(guarded.breaker()));
	}

	private static Ending admit(CircuitBreaker breaker) {
		Permission permission = breaker.tryAcquire();
		if (permission instanceof Refused refused) {
			throw new CircuitOpenException(breaker.name(), refused);
		}
		return new Running(breaker, (Permitted) permission, System.nanoTime());
	}

	private static Object answered(Object result, ReturnKind kind, Fallback fallback, MethodInvocation invocation) {
		return switch (kind) {
			case VALUE -> result;
			case FUTURE -> answered((CompletionStage<?>) result, fallback, invocation);
			case REACTIVE -> ReactiveFallback.answered(result, fallback, invocation);
		};
	}

	private static CompletionStage<?> answered(CompletionStage<?> result, Fallback fallback,
			MethodInvocation invocation) {
		return result.<CompletionStage<Object>>handle((value, ex) -> {
			if (ex == null) {
				return CompletableFuture.completedFuture(value);
			}
			Throwable failure = (ex instanceof CompletionException && ex.getCause() != null) ? ex.getCause() : ex;
			return answer(failure, fallback, invocation);
		}).thenCompose((stage) -> stage);
	}

	@SuppressWarnings("unchecked")
	private static CompletionStage<Object> answer(Throwable failure, Fallback fallback, MethodInvocation invocation) {
		try {
			Object answer = fallback.answer(failure, invocation.getThis(), invocation.getArguments());
			return (answer != null) ? (CompletionStage<Object>) answer : CompletableFuture.completedFuture(null);
		}
		catch (Throwable ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private static GuardedMethod.World world(ConfigurableBeanFactory beans) {
		FallbackBeans fallbacks = new FallbackBeans(beans);
		return new GuardedMethod.World(beans.getBean(CircuitBreakers.class),
				(text) -> String.valueOf(beans.resolveEmbeddedValue(text)), fallbacks::type,
				(name) -> () -> fallbacks.target(name));
	}

	/**
	 * A permitted call that runs.
	 *
	 * @param breaker its breaker
	 * @param permission its permission
	 * @param start nanosecond at which it began
	 */
	private record Running(CircuitBreaker breaker, Permitted permission, long start) implements Ending {

		@Override
		public void ended(@Nullable Object result, @Nullable Throwable failure) {
			Duration took = Duration.ofNanos(System.nanoTime() - this.start);
			if (failure != null) {
				this.breaker.failed(this.permission, took, failure);
			}
			else {
				this.breaker.returned(this.permission, took, result);
			}
		}

		@Override
		public void cancelled() {
			this.breaker.released(this.permission);
		}

	}

}
