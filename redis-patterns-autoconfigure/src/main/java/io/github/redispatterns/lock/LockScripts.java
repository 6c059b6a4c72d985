package io.github.redispatterns.lock;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import io.github.redispatterns.internal.Instance;
import io.github.redispatterns.internal.LuaScript;
import io.github.redispatterns.internal.ScriptRunner;
import io.github.redispatterns.internal.WakeUps;

/**
 * One typed method per script of the mutex.
 */
final class LockScripts implements LockScheme {

	private static final LuaScript<List<Object>> TAKE = LuaScript.mixed(LockScripts.class, "take.lua");

	private static final LuaScript<List<Object>> CONTEND = LuaScript.mixed(LockScripts.class, "contend.lua");

	private static final LuaScript<Long> RENEW = LuaScript.integer(LockScripts.class, "renew.lua");

	private static final LuaScript<Long> RELEASE = LuaScript.integer(LockScripts.class, "release.lua");

	private static final LuaScript<Long> END_AFTER = LuaScript.integer(LockScripts.class, "end-after.lua");

	private static final LuaScript<Long> UNTOUCHED = LuaScript.integer(LockScripts.class, "untouched.lua");

	static final byte[] ZERO = { '0' };

	private final Epoch epoch = new Epoch();

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
		byte[] now = this.epoch.text();
		if (now == null || waiting) {
			return contend(claim, lease, waiting ? this.register : ZERO);
		}
		Taking taking = Taking
			.of(this.scripts.run(TAKE, 2, key.owner(), key.fence(), claim.value(), millis(lease), this.fenceTtl, now));
		this.epoch.gave(taking.fence());
		return taking;
	}

	private Taking contend(Claim claim, Duration lease, byte[] waiting) {
		LockKey key = claim.key();
		List<Object> reply = this.scripts.run(CONTEND, 3, key.owner(), key.fence(), key.waiters(), claim.value(),
				millis(lease), this.fenceTtl, bytes(Instance.of(claim.token())), waiting);
		if (reply.get(1) instanceof Long now) {
			long fence = (Long) reply.get(0);
			this.epoch.began(now);
			this.epoch.gave(fence);
			return new Taking(fence, 0, null);
		}
		return Taking.of(reply);
	}

	@Override
	public boolean renew(Claim claim, Duration lease) {
		return this.scripts.run(RENEW, 1, claim.key().owner(), claim.value(), millis(lease)) == 1;
	}

	@Override
	public boolean release(Claim claim, Duration keep) {
		if (!keep.isZero()) {
			return this.scripts.run(END_AFTER, 1, claim.key().owner(), claim.value(), millis(keep)) == 1;
		}
		LockKey key = claim.key();
		WakeUps.Address address = this.wakeUps.address(key.entity());
		return this.scripts.run(RELEASE, 2, key.owner(), key.waiters(), claim.value(), address.command(),
				address.channel()) == 1;
	}

	@Override
	public boolean isUntouched(Claim claim, long fence) {
		byte[] token = Long.toString(fence).getBytes(StandardCharsets.US_ASCII);
		return this.scripts.run(UNTOUCHED, 2, claim.key().owner(), claim.key().fence(), token) == 1;
	}

	static byte[] millis(Duration duration) {
		return bytes(Long.toString(duration.toMillis()));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
