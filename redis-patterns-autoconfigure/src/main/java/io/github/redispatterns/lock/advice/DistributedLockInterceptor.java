package io.github.redispatterns.lock.advice;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.redispatterns.PatternConfigurationException;
import io.github.redispatterns.internal.AnnotationInterceptor;
import io.github.redispatterns.internal.GuardedInvocation;
import io.github.redispatterns.internal.MethodExpression.Call;
import io.github.redispatterns.lock.DistributedLock;
import io.github.redispatterns.lock.LockMode;
import io.github.redispatterns.lock.LockProperties;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * What {@link DistributedLock} means.
 */
final class DistributedLockInterceptor extends AnnotationInterceptor<LockedMethod, LockGate> {

	/** Whether the application may have transactions. */
	static final boolean TRANSACTIONS = ClassUtils.isPresent(
			"org.springframework.transaction.support.TransactionSynchronizationManager",
			DistributedLockInterceptor.class.getClassLoader());

	private final Map<String, Use> uses = new ConcurrentHashMap<>();

	DistributedLockInterceptor(ConfigurableBeanFactory beans) {
		super(DistributedLock.class, beans, (all) -> all.getBean(LockGate.class));
	}

	@Override
	protected @Nullable Object proceed(MethodInvocation invocation, LockedMethod locked, Call call) throws Throwable {
		return GuardedInvocation.proceed(invocation, locked.kind(), () -> collaborator().enter(locked, call));
	}

	@Override
	protected @Nullable LockedMethod read(Method method, Class<?> targetClass) {
		LockedMethod locked = new LockedMethodReader(method, targetClass, beans())
			.read(beans().getBean(LockProperties.class));
		for (LockPlan plan : locked.plans()) {
			if (plan.isNamedByMethod()) {
				claim(plan.name(), targetClass, locked.place(), "lock",
						"Give each a 'name', or they would be one lock.");
			}
			LockMode mode = plan.template().mode();
			Use use = this.uses.computeIfAbsent(plan.name(), (name) -> new Use(mode, locked.place()));
			if (!use.goesWith(mode)) {
				throw new PatternConfigurationException(locked.place(), "takes \"%s\" as %s, but %s takes it as %s"
					.formatted(plan.name(), mode, use.place(), use.mode()),
						"Use MUTEX and FAIR, or READ and WRITE, for one name.");
			}
		}
		return locked.plans().isEmpty() ? null : locked;
	}

	/**
	 * How a name was used first.
	 *
	 * @param mode its mode
	 * @param place where
	 */
	private record Use(LockMode mode, String place) {

		boolean goesWith(LockMode other) {
			return isForReaders(this.mode) == isForReaders(other);
		}

		private static boolean isForReaders(LockMode mode) {
			return mode == LockMode.READ || mode == LockMode.WRITE;
		}

	}

}
