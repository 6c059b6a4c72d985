package io.github.redispatterns.internal;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;

/**
 * What an annotation asks of the methods that carry it; checked for every bean at
 * start-up.
 */
public interface AnnotationContract {

	/**
	 * Return the annotation.
	 * @return its type
	 */
	Class<? extends Annotation> annotation();

	/**
	 * Tell whether a method is concerned that does not carry the annotation itself, such
	 * as by a parameter.
	 * @param method the method of the target class
	 * @return whether to check it too
	 */
	default boolean concerns(Method method) {
		return false;
	}

	/**
	 * Check one annotated method.
	 * @param method the method of the target class
	 * @param targetClass class of the bean, without proxies
	 * @throws io.github.redispatterns.PatternConfigurationException if the annotation
	 * cannot be honoured there
	 */
	void check(Method method, Class<?> targetClass);

}
