package io.github.redispatterns.internal;

import java.lang.annotation.Annotation;

import org.aopalliance.intercept.MethodInterceptor;

import org.springframework.aop.Advisor;
import org.springframework.aop.support.ComposablePointcut;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;

/**
 * Ties an interceptor to annotations on methods, on types, on interfaces and on other
 * annotations.
 */
public final class AnnotationAdvice {

	private AnnotationAdvice() {
	}

	/**
	 * Create an advisor. Its bean method is static, has the infrastructure role and takes
	 * nothing that would create other beans early.
	 * @param order see {@link AdviceOrder}
	 * @param interceptor what to do around the method
	 * @param annotations the annotation and its container
	 * @return the advisor
	 */
	@SafeVarargs
	public static Advisor advisor(int order, MethodInterceptor interceptor,
			Class<? extends Annotation>... annotations) {
		ComposablePointcut pointcut = null;
		for (Class<? extends Annotation> annotation : annotations) {
			AnnotationMatchingPointcut onType = new AnnotationMatchingPointcut(annotation, true);
			AnnotationMatchingPointcut onMethod = new AnnotationMatchingPointcut(null, annotation, true);
			pointcut = (pointcut != null) ? pointcut.union((org.springframework.aop.Pointcut) onType)
					: new ComposablePointcut((org.springframework.aop.Pointcut) onType);
			pointcut = pointcut.union((org.springframework.aop.Pointcut) onMethod);
		}
		if (pointcut == null) {
			throw new IllegalArgumentException("'annotations' must not be empty");
		}
		DefaultPointcutAdvisor advisor = new DefaultPointcutAdvisor(pointcut, interceptor);
		advisor.setOrder(order);
		return advisor;
	}

}
