package io.github.redispatterns.semaphore;

import java.util.Map;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.ProxyMethodInvocation;

/**
 * Gives a method other arguments than its caller did.
 */
final class Arguments {

	private Arguments() {
	}

	static void replace(MethodInvocation invocation, Map<Integer, ?> values) {
		@Nullable Object[] arguments = invocation.getArguments().clone();
		values.forEach((index, value) -> arguments[index] = value);
		((ProxyMethodInvocation) invocation).setArguments(arguments);
	}

}
