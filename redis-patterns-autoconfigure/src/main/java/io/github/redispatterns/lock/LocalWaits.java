package io.github.redispatterns.lock;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What callers of this instance hold and wait for.
 */
final class LocalWaits implements WaitGraph {

	private final Map<String, Tenure> byToken = new HashMap<>();

	private final Map<String, String> holders = new HashMap<>();

	private final Map<Object, Waiter> waiters;

	/**
	 * Look at what is held.
	 * @param tenures all that is held
	 * @param waiters who waits, by caller
	 */
	LocalWaits(Collection<Tenure> tenures, Map<Object, Waiter> waiters) {
		this.waiters = waiters;
		for (Tenure tenure : tenures) {
			Claim claim = tenure.claim();
			this.byToken.put(claim.token(), tenure);
			if (claim.mode() != LockMode.READ) {
				this.holders.put(claim.key().entity(), claim.token());
			}
		}
	}

	/**
	 * Return what a caller holds.
	 * @param caller the caller
	 * @return tokens
	 */
	List<String> holds(Object caller) {
		return this.byToken.values()
			.stream()
			.filter((tenure) -> tenure.caller() == caller)
			.map((tenure) -> tenure.claim().token())
			.toList();
	}

	boolean isHeld(String token) {
		return this.byToken.containsKey(token);
	}

	@Override
	public @Nullable String holder(String entity) {
		return this.holders.get(entity);
	}

	@Override
	public @Nullable Wait waitOf(String token) {
		Tenure tenure = this.byToken.get(token);
		Waiter waiter = (tenure != null) ? this.waiters.get(tenure.caller()) : null;
		return (waiter != null) ? waiter.waiting() : null;
	}

}
