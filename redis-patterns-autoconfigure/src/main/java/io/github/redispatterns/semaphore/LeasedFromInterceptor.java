package io.github.redispatterns.semaphore;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.redispatterns.PatternConfigurationException;
import io.github.redispatterns.internal.AnnotationInterceptor;
import io.github.redispatterns.internal.GuardedInvocation;
import io.github.redispatterns.internal.GuardedInvocation.Ending;
import io.github.redispatterns.internal.MethodExpression.Call;
import io.github.redispatterns.internal.ReturnKind;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.Advisor;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.convert.DurationStyle;

/**
 * What {@link LeasedFrom} means.
 */
final class LeasedFromInterceptor extends AnnotationInterceptor<List<LeasedFromInterceptor.Slot>, ResourcePools> {

	LeasedFromInterceptor(ConfigurableBeanFactory beans) {
		super(LeasedFrom.class, beans, (all) -> all.getBean(ResourcePools.class));
	}

	/**
	 * Make the advisor of all methods that have such a parameter.
	 * @param order its order
	 * @return the advisor
	 */
	Advisor advisor(int order) {
		DefaultPointcutAdvisor advisor = new DefaultPointcutAdvisor(new StaticMethodMatcherPointcut() {

			@Override
			public boolean matches(Method method, Class<?> targetClass) {
				return concerns(AopUtils.getMostSpecificMethod(method, targetClass));
			}

		}, this);
		advisor.setOrder(order);
		return advisor;
	}

	@Override
	public boolean concerns(Method method) {
		return method.getParameterCount() > 0 && Stream.of(method.getParameters())
			.anyMatch((parameter) -> parameter.isAnnotationPresent(LeasedFrom.class));
	}

	@Override
	protected @Nullable Object proceed(MethodInvocation invocation, List<Slot> slots, Call call) throws Throwable {
		return GuardedInvocation.proceed(invocation, ReturnKind.of(call.method().getReturnType()), () -> lease(slots));
	}

	private static Ending lease(List<Slot> slots) {
		Map<Integer, Object> arguments = new HashMap<>();
		List<LeasedItem> items = new ArrayList<>();
		boolean all = false;
		try {
			for (Slot slot : slots) {
				LeasedItem item = slot.lease();
				items.add(item);
				arguments.put(slot.index(), slot.asText() ? item.item() : item);
			}
			all = true;
			return new Lent(items, arguments);
		}
		finally {
			if (!all) {
				items.forEach(Permit::close);
			}
		}
	}

	// everybody takes pools in one order, so nobody waits in a circle
	@Override
	protected List<Slot> read(Method method, Class<?> targetClass) {
		List<Slot> slots = new ArrayList<>();
		Parameter[] parameters = method.getParameters();
		for (int i = 0; i < parameters.length; i++) {
			LeasedFrom annotation = parameters[i].getAnnotation(LeasedFrom.class);
			if (annotation != null) {
				String place = "@LeasedFrom on a parameter of %s.%s()".formatted(targetClass.getSimpleName(),
						method.getName());
				slots.add(slot(i, annotation, parameters[i].getType(), place));
			}
		}
		return slots.stream().sorted(Comparator.comparing((slot) -> slot.pool().policy().name())).toList();
	}

	private Slot slot(int index, LeasedFrom annotation, Class<?> type, String place) {
		if (type != String.class && type != LeasedItem.class) {
			throw new PatternConfigurationException(place, "has the type " + type.getSimpleName(),
					"Make it a String or a LeasedItem.");
		}
		String wait = resolve(annotation.waitTime());
		try {
			ResourcePool pool = collaborator().pool(resolve(annotation.value()));
			Duration parsed = wait.isEmpty() ? null : DurationStyle.detectAndParse(wait);
			PermitRequest.checkWait(parsed, "waitTime");
			return new Slot(index, pool, parsed, type == String.class);
		}
		catch (IllegalArgumentException ex) {
			throw new PatternConfigurationException(place, "cannot be filled: " + ex.getMessage(),
					"Change the annotation or the pool.");
		}
	}

	/**
	 * A parameter to fill.
	 *
	 * @param index which parameter
	 * @param pool from which pool
	 * @param waitTime longest wait, or {@code null} for that of the pool
	 * @param asText whether it takes the item and not its handle
	 */
	record Slot(int index, ResourcePool pool, @Nullable Duration waitTime, boolean asText) {

		LeasedItem lease() {
			Duration wait = this.waitTime;
			return Uninterrupted.ask(() -> (wait != null) ? this.pool.lease(wait) : this.pool.lease(),
					() -> this.pool.lease(Duration.ZERO));
		}

	}

	/**
	 * A call that has its items.
	 *
	 * @param items the items
	 * @param arguments what fills the parameters
	 */
	private record Lent(List<LeasedItem> items, Map<Integer, Object> arguments) implements Ending {

		@Override
		public @Nullable Object proceed(MethodInvocation invocation) throws Throwable {
			Arguments.replace(invocation, this.arguments);
			return invocation.proceed();
		}

		@Override
		public void ended(@Nullable Object result, @Nullable Throwable failure) {
			this.items.forEach(Permit::close);
		}

	}

}
