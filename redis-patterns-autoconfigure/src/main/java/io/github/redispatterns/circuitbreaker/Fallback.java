package io.github.redispatterns.circuitbreaker;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

import io.github.redispatterns.PatternConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * The methods that answer instead of a guarded one, found and checked at start-up.
 *
 * @param candidates the methods, of which one is called
 * @param arity number of parameters of the guarded method
 * @param bean where to call them, unless on the target of the guarded method
 */
record Fallback(List<Candidate> candidates, int arity, @Nullable Supplier<Object> bean) {

	/**
	 * Find the methods of a name.
	 * @param name their name
	 * @param owner class that has them
	 * @param guarded the guarded method
	 * @param place the annotation attribute, for messages
	 * @param bean where to call them, unless on the target of the guarded method
	 * @return the fallback
	 */
	static Fallback of(String name, Class<?> owner, Method guarded, String place, @Nullable Supplier<Object> bean) {
		List<Method> named = new ArrayList<>();
		ReflectionUtils.doWithMethods(owner, (method) -> {
			boolean overridden = named.stream()
				.anyMatch((known) -> Arrays.equals(known.getParameterTypes(), method.getParameterTypes()));
			if (method.getName().equals(name) && !method.equals(guarded) && !overridden) {
				named.add(method);
			}
		}, ReflectionUtils.USER_DECLARED_METHODS);
		if (named.isEmpty()) {
			throw new PatternConfigurationException(place,
					"names the method \"%s\", which %s does not have".formatted(name, owner.getSimpleName()),
					"It is to be " + signature(guarded, name) + ".");
		}
		List<Candidate> candidates = named.stream().map((method) -> candidate(method, guarded, place)).toList();
		return new Fallback(candidates, guarded.getParameterCount(), bean);
	}

	private static Candidate candidate(Method method, Method guarded, String place) {
		String described = "%s.%s(%s)".formatted(method.getDeclaringClass().getSimpleName(), method.getName(),
				types(method.getParameterTypes()));
		if (Modifier.isPrivate(method.getModifiers())) {
			throw new PatternConfigurationException(place, "names " + described + ", which is private",
					"Make it at least package-private.");
		}
		Class<?>[] own = method.getParameterTypes();
		Class<?>[] wanted = guarded.getParameterTypes();
		boolean failure = own.length > 0 && Throwable.class.isAssignableFrom(own[own.length - 1])
				&& (own.length == 1 || own.length == wanted.length + 1);
		int rest = own.length - (failure ? 1 : 0);
		boolean fits = (rest == wanted.length && isAssignable(own, wanted)) || (rest == 0 && failure);
		if (!fits) {
			throw new PatternConfigurationException(place,
					"names " + described + ", whose parameters are not those of the guarded method",
					"It is to be " + signature(guarded, method.getName()) + ".");
		}
		if (guarded.getReturnType() != void.class
				&& !ClassUtils.isAssignable(guarded.getReturnType(), method.getReturnType())) {
			throw new PatternConfigurationException(place,
					"names %s, which returns %s".formatted(described, method.getReturnType().getSimpleName()),
					"It is to be " + signature(guarded, method.getName()) + ".");
		}
		ReflectionUtils.makeAccessible(method);
		Class<?> handles = failure ? own[own.length - 1] : Throwable.class;
		return new Candidate(method, rest > 0, failure, handles);
	}

	private static boolean isAssignable(Class<?>[] own, Class<?>[] wanted) {
		for (int i = 0; i < wanted.length; i++) {
			if (!ClassUtils.isAssignable(own[i], wanted[i])) {
				return false;
			}
		}
		return true;
	}

	private static String signature(Method guarded, String name) {
		String parameters = types(guarded.getParameterTypes());
		return "%s %s(%sThrowable)".formatted(guarded.getReturnType().getSimpleName(), name,
				parameters.isEmpty() ? "" : parameters + ", ");
	}

	private static String types(Class<?>[] types) {
		return String.join(", ", Arrays.stream(types).map(Class::getSimpleName).toList());
	}

	/**
	 * Answer instead of the guarded method.
	 * @param failure why it has no answer
	 * @param target the object it was called on
	 * @param arguments what it was called with
	 * @return the answer
	 * @throws Throwable what the fallback throws, or the failure if no fallback takes it
	 */
	@Nullable Object answer(Throwable failure, @Nullable Object target, @Nullable Object[] arguments) throws Throwable {
		Candidate candidate = best(failure);
		if (candidate == null) {
			throw failure;
		}
		Object owner = (this.bean != null) ? this.bean.get() : target;
		try {
			return candidate.method.invoke(owner, candidate.arguments(failure, arguments));
		}
		catch (InvocationTargetException ex) {
			Throwable thrown = ex.getTargetException();
			if (thrown != failure) {
				thrown.addSuppressed(failure);
			}
			throw thrown;
		}
	}

	private @Nullable Candidate best(Throwable failure) {
		Candidate best = null;
		for (Candidate candidate : this.candidates) {
			if (candidate.handles.isInstance(failure) && (best == null || candidate.isBetterThan(best))) {
				best = candidate;
			}
		}
		return best;
	}

	/**
	 * A method that may answer.
	 *
	 * @param method the method
	 * @param takesArguments whether it takes those of the guarded method
	 * @param takesFailure whether it takes the exception
	 * @param handles exceptions for which it answers
	 */
	record Candidate(Method method, boolean takesArguments, boolean takesFailure, Class<?> handles) {

		boolean isBetterThan(Candidate other) {
			if (this.handles != other.handles) {
				return other.handles.isAssignableFrom(this.handles);
			}
			if (this.takesArguments != other.takesArguments) {
				return this.takesArguments;
			}
			return this.takesFailure && !other.takesFailure;
		}

		@Nullable Object[] arguments(Throwable failure, @Nullable Object[] given) {
			int count = this.method.getParameterCount();
			@Nullable Object[] arguments = new @Nullable Object[count];
			if (this.takesArguments) {
				System.arraycopy(given, 0, arguments, 0, given.length);
			}
			if (this.takesFailure) {
				arguments[count - 1] = failure;
			}
			return arguments;
		}

	}

}
