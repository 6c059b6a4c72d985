package io.github.redispatterns.lock;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import io.github.redispatterns.internal.LuaScript;
import io.github.redispatterns.internal.ScriptRunner;
import io.github.redispatterns.internal.WakeUps;

/**
 * One typed method per script of the mutex.
 */
final class LockScripts implements LockScheme {

	private static final LuaScript<List<Object>> TAKE = LuaScript.mixed(LockScripts.class, "take.lua");

	private static final LuaScript<Long> RENEW = LuaScript.integer(LockScripts.class, "renew.lua");

	private static final LuaScript<Long> RELEASE = LuaScript.integer(LockScripts.class, "release.lua");

	static final byte[] ZERO = { '0' };

	private final ScriptRunner scripts;

	private final WakeUps wakeUps;

	private final byte[] fenceTtl;

	private final byte[] register;

	/**
	 * Create the scripts of the mutex.
	 * @param scripts runs them
	 * @param wakeUps where they tell of releases
	 * @param fenceTtl how long fencing tokens are remembered
	 * @param register how long a caller counts as waiting after it looked
	 */
	LockScripts(ScriptRunner scripts, WakeUps wakeUps, Duration fenceTtl, Duration register) {
		this.scripts = scripts;
		this.wakeUps = wakeUps;
		this.fenceTtl = millis(fenceTtl);
		this.register = millis(register);
	}

	@Override
	public Taking take(Claim claim, Duration lease, boolean waiting) {
		LockKey key = claim.key();
		return Taking.of(this.scripts.run(TAKE, 3, key.owner(), key.fence(), key.waiters(), claim.value(),
				millis(lease), this.fenceTtl, waiting ? this.register : ZERO));
	}

	@Override
	public boolean renew(Claim claim, Duration lease) {
		return this.scripts.run(RENEW, 1, claim.key().owner(), claim.value(), millis(lease)) == 1;
	}

	@Override
	public boolean release(Claim claim, Duration keep) {
		WakeUps.Address address = this.wakeUps.address(claim.key().entity());
		return this.scripts.run(RELEASE, 2, claim.key().owner(), claim.key().waiters(), claim.value(), millis(keep),
				address.command(), address.channel(), address.topic()) == 1;
	}

	static byte[] millis(Duration duration) {
		return Long.toString(duration.toMillis()).getBytes(StandardCharsets.US_ASCII);
	}

}
