package io.github.redispatterns.internal;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.LinkedHashSet;
import java.util.Set;

import io.github.redispatterns.PatternConfigurationException;
import io.github.redispatterns.internal.RedisPatternsProperties.Lint;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Looks once, at start-up, at every bean that carries one of our annotations: are its
 * attributes right, and will a proxy see the calls?
 */
final class AnnotatedBeansCheck implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(AnnotatedBeansCheck.class);

	private final ConfigurableListableBeanFactory beans;

	private final ObjectProvider<AnnotationContract> contracts;

	private final Lint lint;

	AnnotatedBeansCheck(ConfigurableListableBeanFactory beans, ObjectProvider<AnnotationContract> contracts,
			Lint lint) {
		this.beans = beans;
		this.contracts = contracts;
		this.lint = lint;
	}

	@Override
	public void afterSingletonsInstantiated() {
		Set<Class<?>> types = new LinkedHashSet<>();
		for (String name : this.beans.getBeanDefinitionNames()) {
			Class<?> type = targetClass(name);
			if (type != null) {
				types.add(ClassUtils.getUserClass(type));
			}
		}
		this.contracts.orderedStream().forEach((contract) -> types.forEach((type) -> check(contract, type)));
	}

	private @Nullable Class<?> targetClass(String name) {
		Object behindProxy = this.beans.getMergedBeanDefinition(name)
			.getAttribute(AutoProxyUtils.ORIGINAL_TARGET_CLASS_ATTRIBUTE);
		return (behindProxy instanceof Class<?> type) ? type : this.beans.getType(name, false);
	}

	private void check(AnnotationContract contract, Class<?> type) {
		if (!AnnotationUtils.isCandidateClass(type, contract.annotation()) || type.isInterface()) {
			return;
		}
		Set<Method> annotated = new LinkedHashSet<>();
		ReflectionUtils.doWithMethods(type, (method) -> {
			// an overridden method is never the one that is called
			Method called = ClassUtils.getMostSpecificMethod(method, type);
			if (isAnnotated(called, type, contract.annotation()) || contract.concerns(called)) {
				annotated.add(called);
			}
		}, ReflectionUtils.USER_DECLARED_METHODS);
		for (Method method : annotated) {
			contract.check(method, type);
			if (this.lint != Lint.OFF) {
				checkProxyable(contract.annotation(), method, type);
			}
		}
		if (this.lint != Lint.OFF && !annotated.isEmpty()) {
			SelfInvocations.find(type, annotated)
				.forEach((call) -> report(place(contract.annotation(), type, call.callee()),
						"is called by %s() of the same class, which goes past the proxy".formatted(call.caller()),
						"Move the annotated method to another bean."));
		}
	}

	private static boolean isAnnotated(Method method, Class<?> type, Class<? extends Annotation> annotation) {
		if (isPresent(method, annotation)) {
			return true;
		}
		int modifiers = method.getModifiers();
		return Modifier.isPublic(modifiers) && !Modifier.isStatic(modifiers) && !ReflectionUtils.isObjectMethod(method)
				&& isPresent(type, annotation);
	}

	private static boolean isPresent(AnnotatedElement element, Class<? extends Annotation> annotation) {
		return MergedAnnotations.from(element, SearchStrategy.TYPE_HIERARCHY).isPresent(annotation);
	}

	private void checkProxyable(Class<? extends Annotation> annotation, Method method, Class<?> type) {
		String obstacle = obstacle(method.getModifiers(), type);
		if (obstacle != null) {
			report(place(annotation, type, method.getName()), "is " + obstacle + ", so no proxy can see its calls",
					"Make it an instance method that can be overridden.");
		}
	}

	private static @Nullable String obstacle(int modifiers, Class<?> type) {
		if (Modifier.isPrivate(modifiers)) {
			return "private";
		}
		if (Modifier.isStatic(modifiers)) {
			return "static";
		}
		if (Modifier.isFinal(modifiers)) {
			return "final";
		}
		return (Modifier.isFinal(type.getModifiers()) && type.getInterfaces().length == 0) ? "in a final class" : null;
	}

	private void report(String place, String problem, String action) {
		if (this.lint == Lint.FAIL) {
			throw new PatternConfigurationException(place, problem,
					action + " Or set 'redis-patterns.lint' to warn or off.");
		}
		logger.warn(place + " " + problem + ". " + action);
	}

	private static String place(Class<? extends Annotation> annotation, Class<?> type, String method) {
		return "@%s on %s.%s()".formatted(annotation.getSimpleName(), type.getSimpleName(), method);
	}

}
