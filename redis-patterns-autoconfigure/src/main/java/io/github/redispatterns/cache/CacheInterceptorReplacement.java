package io.github.redispatterns.cache;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.cache.interceptor.CacheInterceptor;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

/**
 * Puts {@link CacheableInterceptor} where Spring's interceptor is, with all that was
 * configured there. It is there before proxies are made.
 */
final class CacheInterceptorReplacement implements BeanPostProcessor, BeanFactoryAware, PriorityOrdered {

	@SuppressWarnings("NullAway.Init")
	private BeanFactory beans;

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beans = beanFactory;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean.getClass() != CacheInterceptor.class) {
			return bean;
		}
		CacheableInterceptor ours = new CacheableInterceptor((CacheInterceptor) bean);
		ours.setBeanFactory(this.beans);
		return ours;
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

}
