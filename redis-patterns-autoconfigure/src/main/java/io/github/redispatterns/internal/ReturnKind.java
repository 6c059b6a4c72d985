package io.github.redispatterns.internal;

import java.util.concurrent.CompletionStage;

import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.util.ClassUtils;

/**
 * When a method's work ends: at return, or when what it returned completes.
 */
public enum ReturnKind {

	/** At return. */
	VALUE,

	/** When the future completes. */
	FUTURE,

	/** When the subscription ends; work starts at subscription. */
	REACTIVE;

	private static final boolean REACTOR = ClassUtils.isPresent("reactor.core.publisher.Mono",
			ReturnKind.class.getClassLoader());

	/**
	 * Tell the kind of a return type.
	 * @param type the declared return type
	 * @return its kind
	 */
	public static ReturnKind of(Class<?> type) {
		if (CompletionStage.class.isAssignableFrom(type)) {
			return FUTURE;
		}
		if (REACTOR && !type.isPrimitive() && type != Object.class
				&& ReactiveAdapterRegistry.getSharedInstance().getAdapter(type) != null) {
			return REACTIVE;
		}
		return VALUE;
	}

}
