package io.github.redispatterns.semaphore;

import java.time.Duration;

import io.github.redispatterns.LossCause;
import io.github.redispatterns.internal.Require;

/**
 * Permits that one caller wants or holds.
 */
final class PermitStake implements Stake {

	private final PermitScripts scripts;

	private final SemaphorePolicy policy;

	private final PermitRequest request;

	private final SemaphoreKeys.Entity entity;

	private final String member;

	private final boolean fair;

	private PermitScripts.State state;

	PermitStake(PermitScripts scripts, SemaphorePolicy policy, PermitRequest request, SemaphoreKeys.Entity entity,
			String token) {
		this.scripts = scripts;
		this.policy = policy;
		this.request = request;
		this.entity = entity;
		this.state = new PermitScripts.State(false, 0, policy.permits(), PermitScripts.State.UNKNOWN, false, -1);
		this.member = (request.weight() > 1) ? token + "*" + request.weight() : token;
		this.fair = (request.fair() != null) ? request.fair() : policy.fair();
	}

	@Override
	public String entity() {
		return this.entity.text();
	}

	@Override
	public String name() {
		return this.request.name();
	}

	/**
	 * Return what Redis said last.
	 * @return the state of the semaphore
	 */
	PermitScripts.State state() {
		return this.state;
	}

	@Override
	public Taking take(Duration lease, boolean waiting) {
		this.state = this.fair ? this.scripts.acquireFair(this.entity, this.member, lease, this.policy, waiting)
				: this.scripts.acquire(this.entity, this.member, lease, this.policy, waiting);
		// less than configured is a matter of time, more is not
		long most = Math.max(this.policy.permits(), this.state.max());
		Require.that(this.state.taken() || this.request.weight() <= most || most == 0, "weight", this.request.weight(),
				"at most %d, the permits of semaphore '%s'".formatted(most, name()));
		return new Taking(this.state.taken(), this.state.pause());
	}

	@Override
	public boolean renew(Duration lease) {
		return this.scripts.renew(this.entity, this.member, lease);
	}

	@Override
	public boolean release() {
		return this.scripts.release(this.entity, this.member, this.request.weight() - 1);
	}

	@Override
	public void leave() {
		this.scripts.leave(this.entity, this.member);
	}

	@Override
	public SemaphoreEvent lost(LossCause cause) {
		return new SemaphoreEvent.PermitLost(this.request.name(), this.request.key(), cause);
	}

}
