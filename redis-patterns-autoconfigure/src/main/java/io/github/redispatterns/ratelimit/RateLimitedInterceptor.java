package io.github.redispatterns.ratelimit;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.github.redispatterns.KeyResolutionException;
import io.github.redispatterns.PatternConfigurationException;
import io.github.redispatterns.internal.AnnotationInterceptor;
import io.github.redispatterns.internal.GuardedInvocation;
import io.github.redispatterns.internal.GuardedInvocation.Ending;
import io.github.redispatterns.internal.MethodExpression;
import io.github.redispatterns.internal.MethodExpression.Call;
import org.aopalliance.intercept.MethodInvocation;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;

/**
 * What {@link RateLimited} means.
 */
final class RateLimitedInterceptor
		extends AnnotationInterceptor<RateLimitedMethod, RateLimitedInterceptor.Collaborators> {

	private static final Log logger = LogFactory.getLog(RateLimitedInterceptor.class);

	RateLimitedInterceptor(ConfigurableBeanFactory beans) {
		super(RateLimited.class, beans, Collaborators::of);
	}

	@Override
	protected @Nullable Object proceed(MethodInvocation invocation, RateLimitedMethod limited, Call call)
			throws Throwable {
		return GuardedInvocation.proceed(invocation, limited.kind(), () -> admit(limited, call));
	}

	private Ending admit(RateLimitedMethod limited, Call call) {
		List<RateLimitedMethod.Limit> limits = limited.limits();
		if (limits.size() > 1) {
			List<Charge> charges = new ArrayList<>(limits.size());
			limits.forEach((limit) -> charges.add(charge(limit, call)));
			require(collaborator().limits.tryAcquire(charges));
			return NOTHING;
		}
		RateLimitedMethod.Limit limit = limits.get(0);
		Charge charge = charge(limit, call);
		if (limit.countWhen() != null && charge.cost() > 0) {
			return reserve(limit.countWhen(), charge, call);
		}
		require(acquire(limit, charge));
		return NOTHING;
	}

	private Decision acquire(RateLimitedMethod.Limit limit, Charge charge) {
		RateLimits limits = collaborator().limits;
		if (limit.maxWait() == null) {
			return limits.tryAcquire(charge);
		}
		try {
			return limits.acquire(charge, limit.maxWait());
		}
		catch (InterruptedException ex) {
			try {
				return limits.tryAcquire(charge);
			}
			finally {
				Thread.currentThread().interrupt();
			}
		}
	}

	private Ending reserve(MethodExpression countWhen, Charge charge, Call call) {
		Reservation reservation = collaborator().limits.reserve(charge);
		require(reservation.decision());
		return (result, failure) -> settle(reservation, counts(countWhen, call, result, failure));
	}

	// what the call gave or threw must reach its caller, so a failing expression may not
	private static boolean counts(MethodExpression countWhen, Call call, @Nullable Object result,
			@Nullable Throwable failure) {
		Map<String, @Nullable Object> outcome = new HashMap<>();
		outcome.put("result", result);
		outcome.put("error", failure);
		try {
			return !Boolean.FALSE.equals(countWhen.evaluate(call, outcome));
		}
		catch (KeyResolutionException ex) {
			logger.warn("A call counts because 'countWhen' cannot tell", ex);
			return true;
		}
	}

	private static void settle(Reservation reservation, boolean counts) {
		if (counts) {
			reservation.commit();
		}
		else {
			reservation.cancel();
		}
	}

	private static void require(Decision decision) {
		if (decision instanceof Decision.Refused refused) {
			throw new RateLimitExceededException(refused);
		}
	}

	private Charge charge(RateLimitedMethod.Limit limit, Call call) {
		MethodExpression key = limit.key();
		String text = (key != null) ? key.evaluateKey(call) : collaborator().key(limit.by());
		return new Charge(limit.name(), text, (limit.cost() != null) ? cost(limit.cost(), call) : 1);
	}

	private static long cost(MethodExpression expression, Call call) {
		Object value = expression.evaluate(call, Map.of());
		if (value instanceof Number number && number.longValue() >= 0 && number.doubleValue() == number.longValue()) {
			return number.longValue();
		}
		String place = RateLimitedMethod.place(call.method(), call.method().getDeclaringClass());
		throw new PatternConfigurationException(place + ", 'cost'", "gave " + value,
				"It must be a whole number, 0 or more.");
	}

	@Override
	protected @Nullable RateLimitedMethod read(Method method, Class<?> targetClass) {
		Collaborators with = collaborator();
		RateLimitedMethod limited = RateLimitedMethod.of(method, targetClass, with.properties.whenUnavailable(),
				this::resolve);
		String place = RateLimitedMethod.place(method, targetClass);
		limited.limits()
			.stream()
			.filter(RateLimitedMethod.Limit::isNamedByMethod)
			.forEach((limit) -> claim(limit.name(), targetClass, place, "limit",
					"Give each a name as 'value', or both would count together."));
		limited.policies().forEach(with.limits::register);
		for (RateLimitedMethod.Limit limit : limited.limits()) {
			if (with.limits.policies().stream().noneMatch((policy) -> policy.name().equals(limit.name()))) {
				throw new PatternConfigurationException(place,
						"names the policy \"" + limit.name() + "\", which nobody defines",
						"Define 'redis-patterns.ratelimit.policies." + limit.name()
								+ "', or give 'limit' and 'period'.");
			}
		}
		return limited.limits().isEmpty() ? null : limited;
	}

	private static final Ending NOTHING = (result, failure) -> {
	};

	/**
	 * Beans that decide.
	 *
	 * @param limits the limits
	 * @param properties their settings
	 * @param resolvers who tells the current caller
	 */
	record Collaborators(RateLimits limits, RateLimitProperties properties,
			Supplier<List<RateLimitKeyResolver>> resolvers) {

		static Collaborators of(ConfigurableBeanFactory beans) {
			return new Collaborators(beans.getBean(RateLimits.class), beans.getBean(RateLimitProperties.class),
					() -> beans.getBeanProvider(RateLimitKeyResolver.class).orderedStream().toList());
		}

		String key(By by) {
			if (by == By.EVERYBODY) {
				return Charge.EVERYBODY;
			}
			for (RateLimitKeyResolver resolver : this.resolvers.get()) {
				if (resolver.supports(by)) {
					String key = resolver.resolve(by);
					if (key != null && !key.isBlank()) {
						return key;
					}
					throw new KeyResolutionException("No %s is known for the current call".formatted(by));
				}
			}
			throw new KeyResolutionException("Nobody tells the %s of a call here; use 'key', or define a %s bean"
				.formatted(by, RateLimitKeyResolver.class.getSimpleName()));
		}

	}

}
