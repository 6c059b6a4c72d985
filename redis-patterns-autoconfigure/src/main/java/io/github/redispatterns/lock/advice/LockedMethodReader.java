package io.github.redispatterns.lock.advice;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.BaseStream;

import io.github.redispatterns.PatternConfigurationException;
import io.github.redispatterns.internal.ReturnKind;
import io.github.redispatterns.lock.DistributedLock;
import io.github.redispatterns.lock.DistributedLock.OnBusy;
import io.github.redispatterns.lock.DistributedLock.OnLost;
import io.github.redispatterns.lock.DistributedLock.OnUnavailable;
import io.github.redispatterns.lock.DistributedLock.Release;
import io.github.redispatterns.lock.LockProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.ReflectionUtils;

/**
 * Reads the annotations of one method and refuses what cannot be honoured.
 */
final class LockedMethodReader {

	private final Method method;

	private final Class<?> targetClass;

	private final ConfigurableBeanFactory beans;

	private final String place;

	LockedMethodReader(Method method, Class<?> targetClass, ConfigurableBeanFactory beans) {
		this.method = method;
		this.targetClass = targetClass;
		this.beans = beans;
		this.place = LockedMethod.place(method, targetClass);
	}

	LockedMethod read(LockProperties properties) {
		List<DistributedLock> annotations = nearest(this.method);
		if (annotations.isEmpty() && Modifier.isPublic(this.method.getModifiers())
				&& !ReflectionUtils.isObjectMethod(this.method)) {
			annotations = nearest(this.targetClass);
		}
		OnBusy onBusy = agreed(annotations, "onBusy", DistributedLock::onBusy, OnBusy.FAIL);
		String skipValue = agreed(annotations, "skipValue", DistributedLock::skipValue, "");
		String fallback = agreed(annotations, "fallback", DistributedLock::fallback, "");
		OnLost onLost = agreed(annotations, "onLost", DistributedLock::onLost, OnLost.FAIL_AT_EXIT);
		Release release = agreed(annotations, "release", DistributedLock::release, Release.AUTO);
		OnUnavailable onUnavailable = agreed(annotations, "onUnavailable", DistributedLock::onUnavailable,
				OnUnavailable.FAIL);
		ReturnKind kind = kind(annotations.isEmpty());
		LockedMethod locked = new LockedMethod(this.place, plans(annotations, properties), kind,
				LockParameters.of(this.method, this.place), onBusy, skip(onBusy, skipValue), fallback(onBusy, fallback),
				onLost, release, onUnavailable);
		if (!annotations.isEmpty()) {
			check(locked);
		}
		return locked;
	}

	// an overriding method or a subclass replaces what it inherits
	private static List<DistributedLock> nearest(AnnotatedElement element) {
		List<MergedAnnotation<DistributedLock>> all = MergedAnnotations.from(element, SearchStrategy.TYPE_HIERARCHY)
			.stream(DistributedLock.class)
			.toList();
		return all.stream()
			.filter((annotation) -> annotation.getAggregateIndex() == all.get(0).getAggregateIndex())
			.map(MergedAnnotation::synthesize)
			.distinct()
			.toList();
	}

	private List<LockPlan> plans(List<DistributedLock> annotations, LockProperties properties) {
		String name = this.targetClass.getSimpleName() + "." + this.method.getName();
		List<LockPlan> plans = new ArrayList<>();
		for (DistributedLock annotation : annotations) {
			String unlike = plans.isEmpty() ? name : name + "." + plans.size();
			plans.add(new LockPlanReader(this.place, this.method, unlike, properties,
					(text) -> String.valueOf(this.beans.resolveEmbeddedValue(text)))
				.read(annotation));
		}
		return List.copyOf(plans);
	}

	// all locks of a method are taken for the same work
	private <T> T agreed(List<DistributedLock> annotations, String attribute, Function<DistributedLock, T> value,
			T usual) {
		List<T> said = annotations.stream().map(value).filter((one) -> !one.equals(usual)).distinct().toList();
		if (said.size() > 1) {
			throw new PatternConfigurationException(this.place, "has several values of '" + attribute + "': " + said,
					"The locks of a method are taken together: let them agree.");
		}
		return said.isEmpty() ? usual : said.get(0);
	}

	private ReturnKind kind(boolean isUnlocked) {
		Class<?> type = this.method.getReturnType();
		ReturnKind kind = (type == Future.class) ? ReturnKind.FUTURE : ReturnKind.of(type);
		if (!isUnlocked && BaseStream.class.isAssignableFrom(type)) {
			throw new PatternConfigurationException(this.place,
					"returns a " + type.getSimpleName() + ", which would be read after the lock was given back",
					"Return a collection.");
		}
		if (!isUnlocked && kind == ReturnKind.VALUE && Future.class.isAssignableFrom(type)) {
			throw new PatternConfigurationException(this.place,
					"returns a " + type.getSimpleName() + ", whose end nobody tells",
					"Return a CompletableFuture, CompletionStage or Future.");
		}
		return kind;
	}

	private SkipResult skip(OnBusy onBusy, String skipValue) {
		if (onBusy == OnBusy.SKIP) {
			return SkipResult.of(ResolvableType.forMethodReturnType(this.method, this.targetClass), skipValue,
					this.place);
		}
		if (!skipValue.isEmpty()) {
			throw new PatternConfigurationException(this.place, "has a 'skipValue' but never skips",
					"Say onBusy = SKIP, or leave 'skipValue' out.");
		}
		return SkipResult.NOTHING;
	}

	private @Nullable Fallback fallback(OnBusy onBusy, String fallback) {
		if ((onBusy == OnBusy.FALLBACK) == fallback.isEmpty()) {
			throw new PatternConfigurationException(this.place,
					fallback.isEmpty() ? "falls back to nothing" : "has a 'fallback' that is never called",
					"Say onBusy = FALLBACK together with 'fallback', or neither.");
		}
		return fallback.isEmpty() ? null
				: Fallback.find(fallback, this.method, this.targetClass, this.beans, this.place);
	}

	private void check(LockedMethod locked) {
		if (locked.onUnavailable() == OnUnavailable.PROCEED_UNLOCKED && locked.onLost() != OnLost.EVENT) {
			refuse("fails or is interrupted when its lock is lost, but goes on without a lock while Redis is away",
					"Say onLost = EVENT, or another 'onUnavailable'.");
		}
		if (locked.onUnavailable() != OnUnavailable.FAIL && !locked.parameters().isEmpty()) {
			refuse("has a parameter for its lock, but may run without one while Redis is away",
					"Say onUnavailable = FAIL, or leave the parameter out.");
		}
		if (locked.plans().size() > 1 && !locked.parameters().isEmpty()) {
			refuse("has a parameter for its lock, but several locks",
					"Use one annotation with several keys, or leave the parameter out.");
		}
		if (locked.onLost() == OnLost.INTERRUPT && locked.kind() != ReturnKind.VALUE) {
			refuse("is to be interrupted, but its work goes on after it returned", "Say another 'onLost'.");
		}
		if (locked.release() == Release.AFTER_COMPLETION
				&& (locked.kind() == ReturnKind.REACTIVE || !DistributedLockInterceptor.TRANSACTIONS)) {
			refuse("waits for the completion of a transaction that no thread can have here",
					"Say another 'release', or add spring-tx.");
		}
	}

	private void refuse(String problem, String action) {
		throw new PatternConfigurationException(this.place, problem, action);
	}

}
