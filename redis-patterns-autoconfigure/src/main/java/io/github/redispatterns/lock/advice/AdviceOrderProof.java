package io.github.redispatterns.lock.advice;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.github.redispatterns.PatternConfigurationException;
import io.github.redispatterns.internal.RedisPatternsProperties.Lint;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.DefaultAdvisorChainFactory;
import org.springframework.aop.interceptor.AsyncExecutionInterceptor;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.util.ReflectionUtils;

/**
 * Looks at every bean with locked methods, as soon as its proxy is there: does the lock
 * surround what it has to?
 */
final class AdviceOrderProof implements BeanPostProcessor {

	private static final Log logger = LogFactory.getLog(AdviceOrderProof.class);

	private final Lint lint;

	AdviceOrderProof(Lint lint) {
		this.lint = lint;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String name) {
		if (this.lint != Lint.OFF && bean instanceof Advised advised && isLocked(advised)) {
			Class<?> type = AopUtils.getTargetClass(bean);
			for (Method method : ReflectionUtils.getUniqueDeclaredMethods(type)) {
				if (!ReflectionUtils.isObjectMethod(method)) {
					prove(chain(advised, method), method, type);
				}
			}
		}
		return bean;
	}

	private static boolean isLocked(Advised advised) {
		Advised inner = inner(advised);
		return Stream.of(advised.getAdvisors())
			.anyMatch((advisor) -> advisor instanceof DefaultPointcutAdvisor ours
					&& ours.getAdvice() instanceof DistributedLockInterceptor)
				|| (inner != null && isLocked(inner));
	}

	private static @Nullable Advised inner(Advised advised) {
		try {
			return (advised.getTargetSource().isStatic()
					&& advised.getTargetSource().getTarget() instanceof Advised inner) ? inner : null;
		}
		catch (Exception ex) {
			throw new IllegalStateException("A static target source gave no target", ex);
		}
	}

	private static List<Object> chain(Advised advised, Method method) {
		List<Object> chain = new ArrayList<>(DefaultAdvisorChainFactory.INSTANCE
			.getInterceptorsAndDynamicInterceptionAdvice(advised, method, AopUtils.getTargetClass(advised)));
		Advised inner = inner(advised);
		if (inner != null) {
			chain.addAll(chain(inner, method));
		}
		return chain;
	}

	private void prove(List<Object> chain, Method method, Class<?> type) {
		int lock = 0;
		while (lock < chain.size() && !(chain.get(lock) instanceof DistributedLockInterceptor)) {
			lock++;
		}
		String place = LockedMethod.place(method, type);
		for (int i = 0; i < chain.size() && lock < chain.size(); i++) {
			Object advice = chain.get(i);
			if (i < lock && is(advice, "org.springframework.transaction.interceptor.TransactionAspectSupport")) {
				report(place,
						"is inside of the transaction of the same method, so others get the lock before they can see"
								+ " what was committed",
						"Let @EnableTransactionManagement have a larger 'order' than redis-patterns.lock.advice-order.");
			}
			if (i < lock && is(advice, "org.springframework.cache.interceptor.CacheAspectSupport")) {
				report(place,
						"is inside of the cache advice of the same method, so results are cached without the lock",
						"Let @EnableCaching have a larger 'order' than redis-patterns.lock.advice-order.");
			}
			if (i > lock && advice instanceof AsyncExecutionInterceptor) {
				report(place,
						"is outside of @Async on the same method, so the lock is given back while the work goes on",
						"Let that advice have a smaller order than redis-patterns.lock.advice-order.");
			}
		}
	}

	private static boolean is(Object advice, String type) {
		for (Class<?> one = advice.getClass(); one != null; one = one.getSuperclass()) {
			if (one.getName().equals(type)) {
				return true;
			}
		}
		return false;
	}

	private void report(String place, String problem, String action) {
		if (this.lint == Lint.FAIL) {
			throw new PatternConfigurationException(place, problem,
					action + " Or set 'redis-patterns.lint' to warn or off.");
		}
		logger.warn(place + " " + problem + ". " + action);
	}

}
