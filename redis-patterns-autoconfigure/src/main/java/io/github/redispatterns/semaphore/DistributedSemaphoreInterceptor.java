package io.github.redispatterns.semaphore;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Map;

import io.github.redispatterns.PatternConfigurationException;
import io.github.redispatterns.internal.AnnotationInterceptor;
import io.github.redispatterns.internal.GuardedInvocation;
import io.github.redispatterns.internal.GuardedInvocation.Ending;
import io.github.redispatterns.internal.MethodExpression;
import io.github.redispatterns.internal.MethodExpression.Call;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;

/**
 * What {@link DistributedSemaphore} means.
 */
final class DistributedSemaphoreInterceptor extends AnnotationInterceptor<SemaphoreMethod, Semaphores> {

	DistributedSemaphoreInterceptor(ConfigurableBeanFactory beans) {
		super(DistributedSemaphore.class, beans, (all) -> all.getBean(Semaphores.class));
	}

	@Override
	protected @Nullable Object proceed(MethodInvocation invocation, SemaphoreMethod guarded, Call call)
			throws Throwable {
		return GuardedInvocation.proceed(invocation, guarded.kind(), () -> admit(guarded, call));
	}

	private Ending admit(SemaphoreMethod guarded, Call call) {
		PermitRequest request = request(guarded, call);
		PermitDecision decision = Uninterrupted.ask(() -> collaborator().tryAcquire(request),
				() -> collaborator().tryAcquire(request.withWait(Duration.ZERO)));
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

	@Override
	protected @Nullable SemaphoreMethod read(Method method, Class<?> targetClass) {
		SemaphoreMethod guarded = SemaphoreMethod.of(method, targetClass, this::resolve, beans());
		if (guarded == null) {
			return null;
		}
		String name = guarded.template().name();
		if (guarded.isNamedByMethod()) {
			claim(name, targetClass, guarded.place(), "semaphore",
					"Give each a 'name', or both would share their permits.");
		}
		if (guarded.policy() != null) {
			collaborator().register(guarded.policy());
		}
		else if (collaborator().policies().stream().noneMatch((policy) -> policy.name().equals(name))) {
			throw new PatternConfigurationException(guarded.place(),
					"names the semaphore \"" + name + "\", which nobody defines",
					"Define 'redis-patterns.semaphore.named." + name + ".permits', or give 'permits'.");
		}
		return guarded;
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
