package io.github.redispatterns.lock.advice;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

import io.github.redispatterns.internal.MethodExpression.Call;
import io.github.redispatterns.internal.ReturnKind;
import io.github.redispatterns.lock.DistributedLock.OnBusy;
import io.github.redispatterns.lock.DistributedLock.OnLost;
import io.github.redispatterns.lock.DistributedLock.OnUnavailable;
import io.github.redispatterns.lock.DistributedLock.Release;
import io.github.redispatterns.lock.LockRequest;
import org.jspecify.annotations.Nullable;

/**
 * The locks of one method, with everything in its annotations parsed and checked.
 *
 * @param place the annotation and the method, for messages
 * @param plans its locks; none if it has none of its own
 * @param kind when its work ends
 * @param parameters what is filled in
 * @param onBusy what to do when others hold a lock
 * @param skip what a skipped call returns
 * @param fallback what to call instead
 * @param onLost what to do when a lock is lost
 * @param release when the locks are given back
 * @param onUnavailable what to do when Redis cannot answer
 */
record LockedMethod(String place, List<LockPlan> plans, ReturnKind kind, LockParameters parameters, OnBusy onBusy,
		SkipResult skip, @Nullable Fallback fallback, OnLost onLost, Release release, OnUnavailable onUnavailable) {

	static String place(Method method, Class<?> targetClass) {
		return "@DistributedLock on %s.%s()".formatted(targetClass.getSimpleName(), method.getName());
	}

	/**
	 * Name what a call needs.
	 * @param call the call
	 * @return the requests
	 */
	List<LockRequest> requests(Call call) {
		return this.plans.stream().map((plan) -> plan.request(call)).toList();
	}

	Duration patience() {
		return this.plans.stream().map(LockPlan::patience).min(Comparator.naturalOrder()).orElse(Duration.ZERO);
	}

}
