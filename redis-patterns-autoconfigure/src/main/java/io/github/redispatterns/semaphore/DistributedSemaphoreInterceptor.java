package io.github.redispatterns.semaphore;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import io.github.redispatterns.PatternConfigurationException;
import io.github.redispatterns.internal.AnnotationContract;
import io.github.redispatterns.internal.GuardedInvocation;
import io.github.redispatterns.internal.GuardedInvocation.Ending;
import io.github.redispatterns.internal.MethodExpression;
import io.github.redispatterns.internal.MethodExpression.Call;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.expression.AnnotatedElementKey;

/**
 * What {@link DistributedSemaphore} means. Collaborators are looked up at the first call,
 * so that the advisor creates no bean early.
 */
final class DistributedSemaphoreInterceptor implements MethodInterceptor, AnnotationContract {

	private final ConfigurableBeanFactory beans;

	private final Map<AnnotatedElementKey, Optional<SemaphoreMethod>> methods = new ConcurrentHashMap<>();

	private final Map<String, Class<?>> owners = new ConcurrentHashMap<>();

	private volatile @Nullable Semaphores semaphores;

	DistributedSemaphoreInterceptor(ConfigurableBeanFactory beans) {
		this.beans = beans;
	}

	@Override
	public Class<? extends Annotation> annotation() {
		return DistributedSemaphore.class;
	}

	@Override
	public void check(Method method, Class<?> targetClass) {
		semaphore(method, targetClass);
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		Object target = invocation.getThis();
		Class<?> targetClass = (target != null) ? AopUtils.getTargetClass(target)
				: invocation.getMethod().getDeclaringClass();
		Method method = AopUtils.getMostSpecificMethod(invocation.getMethod(), targetClass);
		SemaphoreMethod guarded = semaphore(method, targetClass).orElse(null);
		if (guarded == null) {
			return invocation.proceed();
		}
		Call call = new Call(method, target, invocation.getArguments(), this.beans);
		return GuardedInvocation.proceed(invocation, guarded.kind(), () -> admit(guarded, call));
	}

	private Ending admit(SemaphoreMethod guarded, Call call) {
		PermitRequest request = request(guarded, call);
		PermitDecision decision = Uninterrupted.ask(() -> semaphores().tryAcquire(request),
				() -> semaphores().tryAcquire(request.withWait(Duration.ZERO)));
		if (decision instanceof PermitDecision.Granted granted) {
			return new Admission(granted.permit(), guarded.parameter());
		}
		PermitNotAvailableException full = new PermitNotAvailableException((PermitDecision.Full) decision);
		if (guarded.refusal() == null) {
			throw full;
		}
		return new Answered(guarded.refusal(), call, full);
	}

	private static PermitRequest request(SemaphoreMethod guarded, Call call) {
		PermitRequest template = guarded.template();
		String key = (guarded.key() != null) ? guarded.key().evaluateKey(call) : "";
		int weight = (guarded.weight() != null) ? weight(guarded.weight(), guarded.place(), call) : 1;
		return new PermitRequest(template.name(), key, weight, template.waitTime(), template.lease(),
				template.renewed(), null, template.fair());
	}

	private static int weight(MethodExpression expression, String place, Call call) {
		Object value = expression.evaluate(call, Map.of());
		if (value instanceof Number number && number.intValue() >= 1 && number.doubleValue() == number.intValue()) {
			return number.intValue();
		}
		throw new PatternConfigurationException(place + ", 'weight'", "gave " + value,
				"It must be a whole number, 1 or more.");
	}

	private Optional<SemaphoreMethod> semaphore(Method method, Class<?> targetClass) {
		AnnotatedElementKey key = new AnnotatedElementKey(method, targetClass);
		Optional<SemaphoreMethod> known = this.methods.get(key);
		return (known != null) ? known : this.methods.computeIfAbsent(key, (k) -> read(method, targetClass));
	}

	private Optional<SemaphoreMethod> read(Method method, Class<?> targetClass) {
		SemaphoreMethod guarded = SemaphoreMethod.of(method, targetClass,
				(text) -> String.valueOf(this.beans.resolveEmbeddedValue(text)), this.beans);
		if (guarded == null) {
			return Optional.empty();
		}
		String name = guarded.template().name();
		if (guarded.isNamedByMethod()) {
			Class<?> owner = this.owners.putIfAbsent(name, targetClass);
			if (owner != null && owner != targetClass) {
				throw new PatternConfigurationException(guarded.place(),
						"is named \"%s\" after its method, as is a semaphore of %s".formatted(name, owner.getName()),
						"Give each a 'name', or both would share their permits.");
			}
		}
		if (guarded.policy() != null) {
			semaphores().register(guarded.policy());
		}
		else if (semaphores().policies().stream().noneMatch((policy) -> policy.name().equals(name))) {
			throw new PatternConfigurationException(guarded.place(),
					"names the semaphore \"" + name + "\", which nobody defines",
					"Define 'redis-patterns.semaphore.named." + name + ".permits', or give 'permits'.");
		}
		return Optional.of(guarded);
	}

	private Semaphores semaphores() {
		Semaphores current = this.semaphores;
		if (current == null) {
			current = this.beans.getBean(Semaphores.class);
			this.semaphores = current;
		}
		return current;
	}

	/**
	 * A call that has its permit.
	 *
	 * @param permit the permit
	 * @param parameter index of the parameter that takes it, or -1
	 */
	private record Admission(Permit permit, int parameter) implements Ending {

		@Override
		public @Nullable Object proceed(MethodInvocation invocation) throws Throwable {
			if (this.parameter >= 0) {
				Arguments.replace(invocation, Map.of(this.parameter, this.permit));
			}
			return invocation.proceed();
		}

		@Override
		public void ended(@Nullable Object result, @Nullable Throwable failure) {
			this.permit.close();
		}

	}

	/**
	 * A call that is answered without its method.
	 *
	 * @param refusal how
	 * @param call the call
	 * @param full why
	 */
	private record Answered(Refusal refusal, Call call, PermitNotAvailableException full) implements Ending {

		@Override
		public @Nullable Object proceed(MethodInvocation invocation) throws Throwable {
			return this.refusal.answer(this.call, this.full);
		}

		@Override
		public void ended(@Nullable Object result, @Nullable Throwable failure) {
			// nothing was taken
		}

	}

}
