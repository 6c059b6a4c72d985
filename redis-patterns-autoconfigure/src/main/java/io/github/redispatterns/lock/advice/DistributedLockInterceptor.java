package io.github.redispatterns.lock.advice;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.redispatterns.PatternConfigurationException;
import io.github.redispatterns.internal.AnnotationContract;
import io.github.redispatterns.internal.GuardedInvocation;
import io.github.redispatterns.internal.MethodExpression.Call;
import io.github.redispatterns.lock.DistributedLock;
import io.github.redispatterns.lock.LockMode;
import io.github.redispatterns.lock.LockProperties;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.expression.AnnotatedElementKey;
import org.springframework.util.ClassUtils;

/**
 * What {@link DistributedLock} means. Collaborators are looked up at the first call, so
 * that the advisor creates no bean early.
 */
final class DistributedLockInterceptor implements MethodInterceptor, AnnotationContract {

	/** Whether the application may have transactions. */
	static final boolean TRANSACTIONS = ClassUtils.isPresent(
			"org.springframework.transaction.support.TransactionSynchronizationManager",
			DistributedLockInterceptor.class.getClassLoader());

	private final ConfigurableBeanFactory beans;

	private final Map<String, Class<?>> owners = new ConcurrentHashMap<>();

	private final Map<String, Use> uses = new ConcurrentHashMap<>();

	private final Map<AnnotatedElementKey, LockedMethod> methods = new ConcurrentHashMap<>();

	private volatile @Nullable LockGate gate;

	DistributedLockInterceptor(ConfigurableBeanFactory beans) {
		this.beans = beans;
	}

	@Override
	public Class<? extends Annotation> annotation() {
		return DistributedLock.class;
	}

	@Override
	public void check(Method method, Class<?> targetClass) {
		locked(method, targetClass);
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		Object target = invocation.getThis();
		Class<?> targetClass = (target != null) ? AopUtils.getTargetClass(target)
				: invocation.getMethod().getDeclaringClass();
		Method method = AopUtils.getMostSpecificMethod(invocation.getMethod(), targetClass);
		LockedMethod locked = locked(method, targetClass);
		if (locked.plans().isEmpty()) {
			return invocation.proceed();
		}
		Call call = new Call(method, target, invocation.getArguments(), this.beans);
		return GuardedInvocation.proceed(invocation, locked.kind(), () -> gate().enter(locked, call));
	}

	private LockedMethod locked(Method method, Class<?> targetClass) {
		AnnotatedElementKey key = new AnnotatedElementKey(method, targetClass);
		LockedMethod known = this.methods.get(key);
		return (known != null) ? known : this.methods.computeIfAbsent(key, (k) -> read(method, targetClass));
	}

	private LockedMethod read(Method method, Class<?> targetClass) {
		LockedMethod locked = new LockedMethodReader(method, targetClass, this.beans)
			.read(this.beans.getBean(LockProperties.class));
		for (LockPlan plan : locked.plans()) {
			Class<?> owner = plan.isNamedByMethod() ? this.owners.putIfAbsent(plan.name(), targetClass) : null;
			if (owner != null && owner != targetClass) {
				throw new PatternConfigurationException(locked.place(),
						"is named \"%s\" after its method, as is a lock of %s".formatted(plan.name(), owner.getName()),
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
		return locked;
	}

	private LockGate gate() {
		LockGate current = this.gate;
		if (current == null) {
			current = this.beans.getBean(LockGate.class);
			this.gate = current;
		}
		return current;
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
