package io.github.redispatterns.lock.advice;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

import io.github.redispatterns.PatternConfigurationException;
import io.github.redispatterns.lock.FencingToken;
import io.github.redispatterns.lock.HeldLock;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedMethod;

/**
 * Parameters of a method that its lock fills in.
 *
 * @param tokens where the fencing token goes
 * @param locks where the lock goes
 */
record LockParameters(List<Integer> tokens, List<Integer> locks) {

	static LockParameters of(Method method, String place) {
		List<Integer> tokens = new ArrayList<>();
		List<Integer> locks = new ArrayList<>();
		for (MethodParameter parameter : new AnnotatedMethod(method).getMethodParameters()) {
			if (parameter.getParameterType() == HeldLock.class) {
				locks.add(parameter.getParameterIndex());
			}
			if (parameter.hasParameterAnnotation(FencingToken.class)) {
				if (parameter.getParameterType() != long.class && parameter.getParameterType() != Long.class) {
					throw new PatternConfigurationException(place,
							"has a @FencingToken parameter of type " + parameter.getParameterType().getSimpleName(),
							"Make it a long.");
				}
				tokens.add(parameter.getParameterIndex());
			}
		}
		return new LockParameters(List.copyOf(tokens), List.copyOf(locks));
	}

	boolean isEmpty() {
		return this.tokens.isEmpty() && this.locks.isEmpty();
	}

	@Nullable Object[] fill(@Nullable Object[] arguments, HeldLock lock) {
		@Nullable Object[] filled = arguments.clone();
		this.tokens.forEach((index) -> filled[index] = lock.fence());
		this.locks.forEach((index) -> filled[index] = lock);
		return filled;
	}

}
