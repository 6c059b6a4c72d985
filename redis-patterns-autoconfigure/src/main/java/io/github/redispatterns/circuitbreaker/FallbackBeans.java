package io.github.redispatterns.circuitbreaker;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * Beans whose methods answer as fallbacks.
 */
final class FallbackBeans {

	private final ConfigurableBeanFactory beans;

	FallbackBeans(ConfigurableBeanFactory beans) {
		this.beans = beans;
	}

	@Nullable Class<?> type(String name) {
		if (!this.beans.containsBean(name)) {
			return null;
		}
		return ClassUtils.getUserClass(AopProxyUtils.ultimateTargetClass(this.beans.getBean(name)));
	}

	// a package-private method of a proxy would see no fields
	Object target(String name) {
		Object bean = this.beans.getBean(name);
		Object target = AopProxyUtils.getSingletonTarget(bean);
		return (target != null) ? target : bean;
	}

}
