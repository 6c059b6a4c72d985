package io.github.redispatterns.internal;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import io.github.redispatterns.PatternConfigurationException;
import io.github.redispatterns.internal.MethodExpression.Call;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.expression.AnnotatedElementKey;

/**
 * What an annotation does around the methods that carry it. Each method is read once, at
 * start-up or at its first call. Collaborators are not looked up before, so that the
 * advisor creates no bean early.
 *
 * @param <M> what is read of a method
 * @param <C> who does the work
 */
public abstract class AnnotationInterceptor<M, C> implements MethodInterceptor, AnnotationContract {

	private final Class<? extends Annotation> annotation;

	private final ConfigurableBeanFactory beans;

	private final Function<ConfigurableBeanFactory, C> lookup;

	private final Map<AnnotatedElementKey, Optional<M>> methods = new ConcurrentHashMap<>();

	private final Map<String, Class<?>> owners = new ConcurrentHashMap<>();

	private volatile @Nullable C collaborator;

	protected AnnotationInterceptor(Class<? extends Annotation> annotation, ConfigurableBeanFactory beans,
			Function<ConfigurableBeanFactory, C> lookup) {
		this.annotation = annotation;
		this.beans = beans;
		this.lookup = lookup;
	}

	@Override
	public final Class<? extends Annotation> annotation() {
		return this.annotation;
	}

	@Override
	public final void check(Method method, Class<?> targetClass) {
		known(method, targetClass);
	}

	@Override
	public final @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		Object target = invocation.getThis();
		Class<?> targetClass = (target != null) ? AopUtils.getTargetClass(target)
				: invocation.getMethod().getDeclaringClass();
		Method method = AopUtils.getMostSpecificMethod(invocation.getMethod(), targetClass);
		M advised = known(method, targetClass).orElse(null);
		if (advised == null) {
			return invocation.proceed();
		}
		return proceed(invocation, advised, new Call(method, target, invocation.getArguments(), this.beans));
	}

	/**
	 * Read a method and refuse what cannot be honoured there.
	 * @param method the method of the target class
	 * @param targetClass class of the bean, without proxies
	 * @return what was read, or {@code null} to leave the method alone
	 */
	protected abstract @Nullable M read(Method method, Class<?> targetClass);

	/**
	 * Do what the annotation says around one call.
	 * @param invocation the call, to proceed with
	 * @param advised what was read of its method
	 * @param call the call, for expressions
	 * @return what the caller gets
	 * @throws Throwable what the caller gets instead
	 */
	protected abstract @Nullable Object proceed(MethodInvocation invocation, M advised, Call call) throws Throwable;

	protected final ConfigurableBeanFactory beans() {
		return this.beans;
	}

	// not under a lock: two threads that look it up at once find the same
	protected final C collaborator() {
		C current = this.collaborator;
		if (current == null) {
			current = this.lookup.apply(this.beans);
			this.collaborator = current;
		}
		return current;
	}

	protected final String resolve(String text) {
		return String.valueOf(this.beans.resolveEmbeddedValue(text));
	}

	/**
	 * Claim a name that is made of a type's and a method's simple names, which two types
	 * may share.
	 * @param name the name
	 * @param targetClass the type
	 * @param place the annotation, for messages
	 * @param thing what has the name
	 * @param action what to do if another type has it
	 */
	protected final void claim(String name, Class<?> targetClass, String place, String thing, String action) {
		Class<?> owner = this.owners.putIfAbsent(name, targetClass);
		if (owner != null && owner != targetClass) {
			throw new PatternConfigurationException(place,
					"is named \"%s\" after its method, as is a %s of %s".formatted(name, thing, owner.getName()),
					action);
		}
	}

	private Optional<M> known(Method method, Class<?> targetClass) {
		AnnotatedElementKey key = new AnnotatedElementKey(method, targetClass);
		Optional<M> known = this.methods.get(key);
		return (known != null) ? known
				: this.methods.computeIfAbsent(key, (k) -> Optional.ofNullable(read(method, targetClass)));
	}

}
