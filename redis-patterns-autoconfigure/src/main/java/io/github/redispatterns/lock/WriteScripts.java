package io.github.redispatterns.lock;

import java.time.Duration;
import java.util.List;

import io.github.redispatterns.internal.LuaScript;
import io.github.redispatterns.internal.ScriptRunner;
import io.github.redispatterns.internal.WakeUps;

/**
 * One typed method per script of writers, who hold a mutex that readers respect.
 */
final class WriteScripts implements LockScheme {

	private static final LuaScript<List<Object>> TAKE = LuaScript.mixed(WriteScripts.class, "write-take.lua");

	private static final LuaScript<Long> LEAVE = LuaScript.integer(WriteScripts.class, "write-leave.lua");

	private final ScriptRunner scripts;

	private final WakeUps wakeUps;

	private final LockScheme mutex;

	private final byte[] fenceTtl;

	private final byte[] register;

	private final byte[] intent;

	private final long look;

	/**
	 * Create the scripts of writers.
	 * @param scripts runs them
	 * @param wakeUps where they tell that a writer no longer waits
	 * @param mutex renews and gives back what is held
	 * @param fenceTtl how long fencing tokens are remembered
	 * @param poll longest pause between two looks of a waiter; a writer that waits looks
	 * twice as often, and keeps new readers out for that long after it looked
	 */
	WriteScripts(ScriptRunner scripts, WakeUps wakeUps, LockScheme mutex, Duration fenceTtl, Duration poll) {
		this.scripts = scripts;
		this.wakeUps = wakeUps;
		this.mutex = mutex;
		this.fenceTtl = LockScripts.millis(fenceTtl);
		this.register = LockScripts.millis(poll.multipliedBy(2));
		this.intent = LockScripts.millis(poll);
		this.look = poll.toMillis() / 2;
	}

	@Override
	public Taking take(Claim claim, Duration lease, boolean waiting) {
		LockKey key = claim.key();
		Taking taking = Taking.of(this.scripts.run(TAKE, 5, key.owner(), key.fence(), key.readers(), key.intent(),
				key.waiters(), claim.value(), LockScripts.millis(lease), this.fenceTtl,
				waiting ? this.register : LockScripts.ZERO, claim.held(), this.intent));
		if (taking.fence() < 0) {
			throw new UpgradeDeadlockException(key.name());
		}
		return waiting ? taking.within(this.look) : taking;
	}

	@Override
	public boolean renew(Claim claim, Duration lease) {
		return this.mutex.renew(claim, lease);
	}

	@Override
	public boolean isUntouched(Claim claim, long fence) {
		return this.mutex.isUntouched(claim, fence);
	}

	@Override
	public boolean release(Claim claim, Duration keep) {
		return this.mutex.release(claim, keep);
	}

	@Override
	public void leave(Claim claim) {
		LockKey key = claim.key();
		WakeUps.Address address = this.wakeUps.address(key.entity());
		this.scripts.run(LEAVE, 3, key.owner(), key.intent(), key.waiters(), claim.value(), address.command(),
				address.channel(), address.topic());
	}

	/**
	 * The next caller of this instance keeps new readers out already while another one of
	 * this instance writes.
	 */
	@Override
	public boolean exclusive() {
		return false;
	}

}
