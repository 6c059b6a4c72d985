package io.github.redispatterns.support;

import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestInstancePostProcessor;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Gives a {@link RedisTest} its servers, and sees that each test leaves them as it found
 * them.
 */
final class RedisExtension implements BeforeAllCallback, AfterEachCallback, AfterAllCallback, ParameterResolver,
		TestInstancePostProcessor {

	private static final Namespace NAMESPACE = Namespace.create(RedisExtension.class);

	@Override
	public void beforeAll(ExtensionContext context) {
		RedisServers servers = servers(context);
		servers.empty();
		if (annotation(context).leaks()) {
			context.getStore(NAMESPACE).put(Leaks.class, Leaks.before(servers));
		}
	}

	@Override
	public void afterEach(ExtensionContext context) {
		RedisServers servers = servers(context);
		heal(servers);
		servers.forgetClient();
		RedisKeys keys = find(context, RedisKeys.class);
		List<String> violations = KeyHygiene.check(servers, HygieneRules.of(keys));
		servers.empty();
		failOn("The test left keys it must not leave", violations);
	}

	/**
	 * Servers that cannot be healed are replaced, so that one test fails and not all.
	 */
	private static void heal(RedisServers servers) {
		try {
			servers.faults().healAll();
		}
		catch (RuntimeException ex) {
			SharedServers.discard(servers);
			throw ex;
		}
	}

	@Override
	public void afterAll(ExtensionContext context) {
		Leaks leaks = context.getStore(NAMESPACE).remove(Leaks.class, Leaks.class);
		try {
			if (leaks != null) {
				failOn("The test class left threads or connections", leaks.await());
			}
		}
		finally {
			if (annotation(context).dedicated() && owner(context) == context.getRequiredTestClass()) {
				SharedServers.discard(servers(context));
			}
		}
	}

	private static void failOn(String what, List<String> findings) {
		if (!findings.isEmpty()) {
			throw new AssertionError(what + ":\n  " + String.join("\n  ", findings));
		}
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == RedisServers.class;
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return servers(context);
	}

	@Override
	public void postProcessTestInstance(Object instance, ExtensionContext context) throws IllegalAccessException {
		List<Field> fields = ReflectionSupport.findFields(instance.getClass(),
				(field) -> field.getType() == RedisServers.class, HierarchyTraversalMode.TOP_DOWN);
		for (Field field : fields) {
			field.setAccessible(true);
			if (field.get(instance) == null) {
				field.set(instance, servers(context));
			}
		}
	}

	private static RedisServers servers(ExtensionContext context) {
		RedisTest annotation = annotation(context);
		return annotation.dedicated() ? SharedServers.get(owner(context), annotation.value())
				: SharedServers.get(annotation.value());
	}

	/**
	 * The class that carries the annotation: the test class, or one that encloses it.
	 */
	private static Class<?> owner(ExtensionContext context) {
		Class<?> owner = context.getRequiredTestClass();
		while (!AnnotationSupport.isAnnotated(owner, RedisTest.class)) {
			owner = owner.getEnclosingClass();
		}
		return owner;
	}

	private static RedisTest annotation(ExtensionContext context) {
		RedisTest annotation = find(context, RedisTest.class);
		if (annotation == null) {
			throw new IllegalStateException(context.getRequiredTestClass() + " is not a @RedisTest");
		}
		return annotation;
	}

	private static <A extends Annotation> @Nullable A find(ExtensionContext context, Class<A> type) {
		return AnnotationSupport.findAnnotation(context.getRequiredTestClass(), type, context.getEnclosingTestClasses())
			.orElse(null);
	}

}
