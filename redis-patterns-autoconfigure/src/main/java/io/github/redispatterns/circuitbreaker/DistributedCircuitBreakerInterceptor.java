package io.github.redispatterns.circuitbreaker;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

import io.github.redispatterns.circuitbreaker.Permission.Permitted;
import io.github.redispatterns.circuitbreaker.Permission.Refused;
import io.github.redispatterns.internal.AnnotationContract;
import io.github.redispatterns.internal.GuardedInvocation;
import io.github.redispatterns.internal.GuardedInvocation.Ending;
import io.github.redispatterns.internal.ReturnKind;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.expression.AnnotatedElementKey;

/**
 * What {@link DistributedCircuitBreaker} means. Collaborators are looked up at the first
 * call, so that the advisor creates no bean early.
 */
final class DistributedCircuitBreakerInterceptor implements MethodInterceptor, AnnotationContract {

	private final ConfigurableBeanFactory beans;

	private final Map<AnnotatedElementKey, Optional<GuardedMethod>> methods = new ConcurrentHashMap<>();

	private volatile GuardedMethod.@Nullable World world;

	DistributedCircuitBreakerInterceptor(ConfigurableBeanFactory beans) {
		this.beans = beans;
	}

	@Override
	public Class<? extends Annotation> annotation() {
		return DistributedCircuitBreaker.class;
	}

	@Override
	public void check(Method method, Class<?> targetClass) {
		guarded(method, targetClass);
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		Object target = invocation.getThis();
		Class<?> targetClass = (target != null) ? AopUtils.getTargetClass(target)
				: invocation.getMethod().getDeclaringClass();
		Method method = AopUtils.getMostSpecificMethod(invocation.getMethod(), targetClass);
		GuardedMethod guarded = guarded(method, targetClass).orElse(null);
		if (guarded == null) {
			return invocation.proceed();
		}
		Fallback fallback = guarded.fallback();
		if (fallback == null) {
			return proceed(invocation, guarded);
		}
		try {
			Object result = proceed(invocation, guarded);
			return (result != null) ? answered(result, guarded.kind(), fallback, invocation) : null;
		}
		catch (Throwable ex) {
			return fallback.answer(ex, target, invocation.getArguments());
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

	private Optional<GuardedMethod> guarded(Method method, Class<?> targetClass) {
		AnnotatedElementKey key = new AnnotatedElementKey(method, targetClass);
		Optional<GuardedMethod> known = this.methods.get(key);
		return (known != null) ? known : this.methods.computeIfAbsent(key,
				(k) -> Optional.ofNullable(GuardedMethod.of(method, targetClass, world())));
	}

	private GuardedMethod.World world() {
		GuardedMethod.World current = this.world;
		if (current == null) {
			FallbackBeans fallbacks = new FallbackBeans(this.beans);
			current = new GuardedMethod.World(this.beans.getBean(CircuitBreakers.class),
					(text) -> String.valueOf(this.beans.resolveEmbeddedValue(text)), fallbacks::type,
					(name) -> () -> fallbacks.target(name));
			this.world = current;
		}
		return current;
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
