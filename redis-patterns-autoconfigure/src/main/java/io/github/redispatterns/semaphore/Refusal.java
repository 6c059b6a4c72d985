package io.github.redispatterns.semaphore;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.github.redispatterns.PatternConfigurationException;
import io.github.redispatterns.internal.MethodExpression.Call;
import io.github.redispatterns.internal.ReturnKind;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * What a call answers that gets no permit.
 */
@FunctionalInterface
interface Refusal {

	/**
	 * Answer.
	 * @param call the call
	 * @param full why it gets none
	 * @return what the method would have returned
	 * @throws Throwable what the answer is otherwise
	 */
	@Nullable Object answer(Call call, PermitNotAvailableException full) throws Throwable;

	/**
	 * Find an answer that is no exception.
	 * @param annotation what says so
	 * @param method the method
	 * @param owner class of the bean
	 * @param place the annotation, for messages
	 * @param beans where a fallback may be
	 * @return the answer, or {@code null} if it is the exception
	 */
	static @Nullable Refusal of(DistributedSemaphore annotation, Method method, Class<?> owner, String place,
			BeanFactory beans) {
		if (annotation.onFull() != DistributedSemaphore.OnFull.FALLBACK && !annotation.fallback().isEmpty()) {
			throw new PatternConfigurationException(place + ", 'fallback'", "is given but 'onFull' is not FALLBACK",
					"Set 'onFull', or leave it out.");
		}
		if (annotation.onFull() != DistributedSemaphore.OnFull.SKIP && !annotation.skipValue().isEmpty()) {
			throw new PatternConfigurationException(place + ", 'skipValue'", "is given but 'onFull' is not SKIP",
					"Set 'onFull', or leave it out.");
		}
		return switch (annotation.onFull()) {
			case FAIL -> null;
			case SKIP -> skip(annotation.skipValue(), method, place + ", 'skipValue'");
			case FALLBACK -> fallback(annotation.fallback(), method, owner, place + ", 'fallback'", beans);
		};
	}

	private static Refusal skip(String value, Method method, String place) {
		Class<?> type = method.getReturnType();
		if (value.isEmpty()) {
			if (type.isPrimitive() && type != void.class) {
				throw new PatternConfigurationException(place, "is missing but the method returns " + type,
						"Say what a skipped call returns.");
			}
			return (call, full) -> empty(type);
		}
		if (type == void.class || ReturnKind.of(type) != ReturnKind.VALUE) {
			throw new PatternConfigurationException(place, "is given but the method returns " + type.getSimpleName(),
					"Leave it out.");
		}
		try {
			Object converted = DefaultConversionService.getSharedInstance().convert(value, type);
			return (call, full) -> converted;
		}
		catch (ConversionException ex) {
			throw new PatternConfigurationException(place,
					"is \"%s\", which is no %s".formatted(value, type.getSimpleName()), "Give one that is.");
		}
	}

	private static @Nullable Object empty(Class<?> type) {
		if (type.isAssignableFrom(CompletableFuture.class) && type != Object.class) {
			return CompletableFuture.completedFuture(null);
		}
		if (ReturnKind.of(type) == ReturnKind.REACTIVE) {
			ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(type);
			return (adapter != null) ? adapter.getDescriptor().getEmptyValue() : null;
		}
		if (type.isArray()) {
			return Array.newInstance(type.getComponentType(), 0);
		}
		return Stream.of(Optional.empty(), List.of(), Set.of(), Map.of())
			.filter((value) -> type != Object.class && type.isInstance(value))
			.findFirst()
			.orElse((type == Stream.class) ? Stream.empty() : null);
	}

	private static Refusal fallback(String name, Method guarded, Class<?> owner, String place, BeanFactory beans) {
		String[] parts = name.split("::", 2);
		if (parts[parts.length - 1].isBlank()) {
			throw new PatternConfigurationException(place, "is missing but 'onFull' is FALLBACK",
					"Name a method, or a bean and a method as bean::method.");
		}
		boolean elsewhere = parts.length == 2;
		if (elsewhere && !beans.containsBean(parts[0])) {
			throw new PatternConfigurationException(place, "names the bean \"" + parts[0] + "\", which does not exist",
					"Name a bean, or a method of the same class.");
		}
		Class<?> bean = elsewhere ? beans.getType(parts[0]) : null;
		Class<?> holder = (bean != null) ? ClassUtils.getUserClass(bean) : owner;
		Method method = find(parts[parts.length - 1], guarded, holder, place);
		boolean told = method.getParameterCount() > guarded.getParameterCount();
		return (call, full) -> {
			@Nullable Object[] arguments = told ? Arrays.copyOf(call.arguments(), call.arguments().length + 1) : call.arguments();
			if (told) {
				arguments[arguments.length - 1] = full;
			}
			Object target = elsewhere ? beans.getBean(parts[0]) : call.target();
			return invoke(elsewhere ? AopUtils.selectInvocableMethod(method, Objects.requireNonNull(target).getClass())
					: method, target, arguments);
		};
	}

	private static Method find(String name, Method guarded, Class<?> holder, String place) {
		Class<?>[] same = guarded.getParameterTypes();
		Class<?>[] more = Arrays.copyOf(same, same.length + 1);
		more[same.length] = PermitNotAvailableException.class;
		Method method = ReflectionUtils.findMethod(holder, name, more);
		method = (method != null) ? method : ReflectionUtils.findMethod(holder, name, same);
		if (method == null || method.equals(guarded) || Modifier.isPrivate(method.getModifiers())
				|| !ClassUtils.isAssignable(guarded.getReturnType(), method.getReturnType())) {
			throw new PatternConfigurationException(place,
					"names \"%s\", which %s does not have with the parameters and the result of %s()".formatted(name,
							holder.getSimpleName(), guarded.getName()),
					"It takes the same parameters, then a %s if it wants it, is not private, and returns %s.".formatted(
							PermitNotAvailableException.class.getSimpleName(),
							guarded.getReturnType().getSimpleName()));
		}
		ReflectionUtils.makeAccessible(method);
		return method;
	}

	private static @Nullable Object invoke(Method method, @Nullable Object target, @Nullable Object[] arguments)
			throws Throwable {
		try {
			return method.invoke(target, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

}
