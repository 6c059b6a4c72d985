package io.github.redispatterns.semaphore;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.github.redispatterns.PatternConfigurationException;
import io.github.redispatterns.internal.MethodExpression;
import io.github.redispatterns.internal.ReturnKind;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.ReflectionUtils;

/**
 * The semaphore of one method, with everything in its annotation parsed and checked.
 *
 * @param template what every call asks for
 * @param policy the semaphore, if the annotation defines it
 * @param key expression that names which of the semaphores
 * @param weight expression of the weight
 * @param refusal what a call answers that gets no permit, or {@code null} to fail
 * @param parameter index of the parameter that takes the permit, or -1
 * @param kind what the method returns
 * @param isNamedByMethod whether nobody gave the semaphore a name
 * @param place the annotation, for messages
 */
record SemaphoreMethod(PermitRequest template, @Nullable SemaphorePolicy policy, @Nullable MethodExpression key,
		@Nullable MethodExpression weight, @Nullable Refusal refusal, int parameter, ReturnKind kind,
		boolean isNamedByMethod, String place) {

	/**
	 * Read the annotation of a method.
	 * @param method the method
	 * @param targetClass class of the bean
	 * @param placeholders resolves them
	 * @param beans where a fallback may be
	 * @return the semaphore, or {@code null} if there is none
	 */
	static @Nullable SemaphoreMethod of(Method method, Class<?> targetClass, UnaryOperator<String> placeholders,
			BeanFactory beans) {
		DistributedSemaphore annotation = nearest(method);
		if (annotation == null && Modifier.isPublic(method.getModifiers()) && !ReflectionUtils.isObjectMethod(method)) {
			annotation = nearest(targetClass);
		}
		if (annotation == null) {
			return null;
		}
		String place = "@DistributedSemaphore on %s.%s()".formatted(targetClass.getSimpleName(), method.getName());
		return new Reader(annotation, method, targetClass, placeholders, place).read(beans);
	}

	// an overriding method or a subclass replaces what it inherits
	private static @Nullable DistributedSemaphore nearest(AnnotatedElement element) {
		return MergedAnnotations.from(element, SearchStrategy.TYPE_HIERARCHY)
			.stream(DistributedSemaphore.class)
			.findFirst()
			.map(MergedAnnotation::synthesize)
			.orElse(null);
	}

	/** Reads the annotation of one method. */
	private record Reader(DistributedSemaphore annotation, Method method, Class<?> targetClass,
			UnaryOperator<String> placeholders, String place) {

		SemaphoreMethod read(BeanFactory beans) {
			String given = this.placeholders.apply(this.annotation.name());
			String name = !given.isEmpty() ? given : this.targetClass.getSimpleName() + "." + this.method.getName();
			Duration wait = duration(this.annotation.waitTime(), "waitTime");
			Duration lease = duration(this.annotation.lease(), "lease");
			PermitRequest template = checked(() -> new PermitRequest(name, "", 1, wait, lease, this.annotation.renew(),
					null, this.annotation.fair() ? true : null));
			return new SemaphoreMethod(template, policy(name), expression(this.annotation.key(), "key"),
					expression(this.annotation.weight(), "weight"),
					Refusal.of(this.annotation, this.method, this.targetClass, this.place, beans), parameter(),
					ReturnKind.of(this.method.getReturnType()), given.isEmpty(), this.place);
		}

		private @Nullable SemaphorePolicy policy(String name) {
			String text = this.placeholders.apply(this.annotation.permits()).strip();
			if (text.isEmpty()) {
				return null;
			}
			try {
				int permits = Integer.parseInt(text);
				return checked(() -> SemaphorePolicy.of(name, permits));
			}
			catch (NumberFormatException ex) {
				throw new PatternConfigurationException(this.place + ", 'permits'",
						"is \"" + text + "\", which is no number", "Write such as 10.");
			}
		}

		private <T> T checked(Supplier<T> value) {
			try {
				return value.get();
			}
			catch (PatternConfigurationException ex) {
				throw new PatternConfigurationException(this.place + ", " + ex.getPlace(),
						"says what is not allowed: " + ex.getMessage(), "");
			}
		}

		private int parameter() {
			Class<?>[] types = this.method.getParameterTypes();
			for (int i = 0; i < types.length; i++) {
				if (types[i] == Permit.class) {
					return i;
				}
			}
			return -1;
		}

		private @Nullable Duration duration(String text, String attribute) {
			String value = this.placeholders.apply(text);
			if (value.isEmpty()) {
				return null;
			}
			try {
				return DurationStyle.detectAndParse(value);
			}
			catch (IllegalArgumentException ex) {
				throw new PatternConfigurationException(this.place + ", '" + attribute + "'",
						"is \"" + value + "\", which is no duration", "Write such as 10s, 5m or PT1H.");
			}
		}

		private @Nullable MethodExpression expression(String text, String attribute) {
			return text.isEmpty() ? null
					: MethodExpression.parse(text, this.method, this.place + ", '" + attribute + "'");
		}

	}

}
