package io.github.redispatterns.lock.advice;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.redispatterns.PatternConfigurationException;
import io.github.redispatterns.internal.MethodExpression.Call;
import io.github.redispatterns.lock.LockNotAvailableException;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * A method that is called instead of one whose lock others hold.
 *
 * @param bean name of the bean it is called on, or {@code null} for that of the method
 * @param method the method
 */
record Fallback(@Nullable String bean, Method method) {

	static Fallback find(String text, Method instead, Class<?> targetClass, BeanFactory beans, String place) {
		int colons = text.indexOf("::");
		String bean = (colons >= 0) ? text.substring(0, colons) : null;
		String name = (colons >= 0) ? text.substring(colons + 2) : text;
		Class<?> type = (bean != null) ? type(bean, beans, place) : targetClass;
		List<Method> named = Stream.of(ReflectionUtils.getUniqueDeclaredMethods(type))
			.filter((method) -> method.getName().equals(name) && !method.equals(instead))
			.toList();
		List<Method> fitting = named.stream().filter((method) -> fits(method, instead)).toList();
		if (fitting.isEmpty()) {
			String parameters = Stream.of(instead.getParameterTypes())
				.map(Class::getSimpleName)
				.collect(Collectors.joining(", "));
			throw new PatternConfigurationException(place,
					"falls back to \"%s\", but %s has %s".formatted(text, type.getSimpleName(),
							named.isEmpty() ? "no such method" : "it with another signature"),
					"It must be %s %s(%s), and may take a LockNotAvailableException as well."
						.formatted(instead.getReturnType().getSimpleName(), name, parameters));
		}
		// one that wants to know why is the more special one
		Method method = fitting.stream()
			.filter((one) -> one.getParameterCount() > instead.getParameterCount())
			.findFirst()
			.orElse(fitting.get(0));
		if (Modifier.isPrivate(method.getModifiers())) {
			throw new PatternConfigurationException(place, "falls back to \"" + text + "\", which is private",
					"Make it visible to its package at least.");
		}
		return new Fallback(bean, method);
	}

	private static Class<?> type(String bean, BeanFactory beans, String place) {
		Class<?> type = beans.containsBean(bean) ? beans.getType(bean) : null;
		if (type == null) {
			throw new PatternConfigurationException(place,
					"falls back to the bean \"" + bean + "\", which there is not",
					"Name a bean before the two colons, or none.");
		}
		return ClassUtils.getUserClass(type);
	}

	private static boolean fits(Method method, Method instead) {
		Class<?>[] wanted = method.getParameterTypes();
		Class<?>[] given = instead.getParameterTypes();
		boolean explained = wanted.length == given.length + 1
				&& wanted[given.length].isAssignableFrom(LockNotAvailableException.class);
		if (wanted.length != given.length && !explained) {
			return false;
		}
		for (int i = 0; i < given.length; i++) {
			if (!ClassUtils.isAssignable(wanted[i], given[i])) {
				return false;
			}
		}
		return instead.getReturnType() == void.class
				|| ClassUtils.isAssignable(instead.getReturnType(), method.getReturnType());
	}

	@Nullable Object invoke(Call call, LockNotAvailableException refusal) throws Throwable {
		Object target = (this.bean != null) ? call.beans().getBean(this.bean) : call.target();
		Method invocable = (this.bean != null && target != null)
				? AopUtils.selectInvocableMethod(this.method, target.getClass()) : this.method;
		@Nullable Object[] arguments = call.arguments();
		if (this.method.getParameterCount() > arguments.length) {
			arguments = Arrays.copyOf(arguments, arguments.length + 1);
			arguments[arguments.length - 1] = refusal;
		}
		ReflectionUtils.makeAccessible(invocable);
		try {
			return invocable.invoke(target, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

}
