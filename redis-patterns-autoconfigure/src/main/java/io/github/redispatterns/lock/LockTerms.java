package io.github.redispatterns.lock;

import java.time.Duration;

import io.github.redispatterns.internal.Holding;
import io.github.redispatterns.internal.Require;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks for, with what settings add.
 *
 * @param waitTime longest wait
 * @param held for how long it is held
 */
record LockTerms(Duration waitTime, Holding.Terms held) {

	static LockTerms of(LockRequest request, LockProperties properties) {
		LockProperties.Named named = properties.named().get(request.name());
		Duration lease = first(request.lease(), (named != null) ? named.lease() : null, properties.lease());
		Duration waitTime = first(request.waitTime(), (named != null) ? named.waitTime() : null, properties.waitTime());
		Duration maxHold = first(request.maxHold(), (named != null) ? named.maxHold() : null, properties.maxHold());
		if (request.minHold().compareTo(lease) > 0) {
			Require.that(false, "minHold", request.minHold(), "at most the lease " + lease);
		}
		boolean renewed = !Boolean.FALSE.equals(request.renewed());
		return new LockTerms(waitTime,
				new Holding.Terms(lease, renewed, (maxHold.compareTo(lease) < 0) ? lease : maxHold));
	}

	LockTerms withWait(Duration wait) {
		return new LockTerms(wait, this.held);
	}

	private static Duration first(@Nullable Duration request, @Nullable Duration named, Duration general) {
		if (request != null) {
			return request;
		}
		return (named != null) ? named : general;
	}

}
