package io.github.redispatterns.lock;

import java.time.Duration;
import java.util.List;

import io.github.redispatterns.internal.LuaScript;
import io.github.redispatterns.internal.ScriptRunner;
import io.github.redispatterns.internal.WakeUps;

/**
 * One typed method per script of readers.
 */
final class ReadScripts implements LockScheme {

	private static final LuaScript<List<Object>> TAKE = LuaScript.mixed(ReadScripts.class, "read-take.lua");

	private static final LuaScript<Long> RENEW = LuaScript.integer(ReadScripts.class, "read-renew.lua");

	private static final LuaScript<Long> RELEASE = LuaScript.integer(ReadScripts.class, "read-release.lua");

	private final ScriptRunner scripts;

	private final WakeUps wakeUps;

	private final byte[] fenceTtl;

	private final byte[] register;

	/**
	 * Create the scripts of readers.
	 * @param scripts runs them
	 * @param wakeUps where they tell that nobody reads any more
	 * @param fenceTtl how long fencing tokens are remembered
	 * @param register how long a caller counts as waiting after it looked
	 */
	ReadScripts(ScriptRunner scripts, WakeUps wakeUps, Duration fenceTtl, Duration register) {
		this.scripts = scripts;
		this.wakeUps = wakeUps;
		this.fenceTtl = LockScripts.millis(fenceTtl);
		this.register = LockScripts.millis(register);
	}

	@Override
	public Taking take(Claim claim, Duration lease, boolean waiting) {
		LockKey key = claim.key();
		return Taking.of(this.scripts.run(TAKE, 5, key.owner(), key.fence(), key.readers(), key.intent(), key.waiters(),
				claim.value(), LockScripts.millis(lease), this.fenceTtl, waiting ? this.register : LockScripts.ZERO,
				claim.held()));
	}

	@Override
	public boolean renew(Claim claim, Duration lease) {
		return this.scripts.run(RENEW, 1, claim.key().readers(), claim.value(), LockScripts.millis(lease)) == 1;
	}

	@Override
	public boolean release(Claim claim, Duration keep) {
		LockKey key = claim.key();
		WakeUps.Address address = this.wakeUps.address(key.entity());
		return this.scripts.run(RELEASE, 3, key.owner(), key.readers(), key.waiters(), claim.value(),
				LockScripts.millis(keep), address.command(), address.channel(), address.topic()) == 1;
	}

	@Override
	public boolean exclusive() {
		return false;
	}

}
